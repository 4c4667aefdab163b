/**
 * Regions of AWS with the names people give them: cities, states and countries.
 *
 * From https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html (2026).
 */
const table: Readonly<Record<string, readonly string[]>> = {
  'us-east-1': ['virginia', 'n. virginia', 'northern virginia', 'north virginia'],
  'us-east-2': ['ohio', 'columbus'],
  'us-west-1': ['california', 'northern california', 'n. california', 'san francisco'],
  'us-west-2': ['oregon', 'portland'],
  'af-south-1': ['cape town', 'capetown', 'south africa', 'africa'],
  'ap-east-1': ['hong kong', 'hongkong', 'hk'],
  'ap-east-2': ['taipei', 'taiwan'],
  'ap-south-1': ['mumbai', 'bombay', 'india'],
  'ap-south-2': ['hyderabad', 'india'],
  'ap-southeast-1': ['singapore'],
  'ap-southeast-2': ['sydney', 'australia'],
  'ap-southeast-3': ['jakarta', 'indonesia'],
  'ap-southeast-4': ['melbourne', 'australia'],
  'ap-southeast-5': ['malaysia', 'kuala lumpur'],
  'ap-southeast-6': ['new zealand', 'auckland'],
  'ap-southeast-7': ['thailand', 'bangkok'],
  'ap-northeast-1': ['tokyo', 'japan'],
  'ap-northeast-2': ['seoul', 'korea', 'south korea'],
  'ap-northeast-3': ['osaka', 'japan'],
  'ca-central-1': ['montreal', 'montréal', 'canada'],
  'ca-west-1': ['calgary', 'canada'],
  'eu-central-1': ['frankfurt', 'fráncfort', 'germany', 'deutschland', 'alemania'],
  'eu-central-2': ['zurich', 'zürich', 'switzerland'],
  'eu-west-1': ['ireland', 'dublin', 'irlanda', 'irland'],
  'eu-west-2': ['london', 'londres', 'england', 'uk', 'united kingdom', 'britain'],
  'eu-west-3': ['paris', 'parís', 'france', 'francia', 'frankreich'],
  'eu-south-1': ['milan', 'milano', 'italy'],
  'eu-south-2': ['spain', 'aragon', 'zaragoza'],
  'eu-north-1': ['stockholm', 'sweden'],
  'il-central-1': ['tel aviv', 'israel'],
  'me-south-1': ['bahrain', 'manama'],
  'me-central-1': ['uae', 'emirates', 'dubai'],
  'mx-central-1': ['mexico', 'querétaro', 'queretaro'],
  'sa-east-1': ['sao paulo', 'são paulo', 'brazil', 'brasil'],
  'us-gov-east-1': ['govcloud east'],
  'us-gov-west-1': ['govcloud west'],
}

/** Places where there is no region of their own; the nearest is not what was said. */
const elsewhere = [
  'berlin',
  'munich',
  'hamburg',
  'cologne',
  'vienna',
  'austria',
  'amsterdam',
  'netherlands',
  'brussels',
  'belgium',
  'madrid',
  'barcelona',
  'lisbon',
  'portugal',
  'rome',
  'warsaw',
  'poland',
  'prague',
  'copenhagen',
  'denmark',
  'oslo',
  'norway',
  'helsinki',
  'finland',
  'geneva',
  'manchester',
  'edinburgh',
  'athens',
  'istanbul',
  'moscow',
  'kyiv',
  'budapest',
  'bucharest',
  'sofia',
  'new york',
  'boston',
  'chicago',
  'texas',
  'dallas',
  'seattle',
  'los angeles',
  'miami',
  'atlanta',
  'denver',
  'toronto',
  'vancouver',
  'lagos',
  'nairobi',
  'cairo',
  'delhi',
  'bangalore',
  'chennai',
  'shanghai',
  'beijing',
  'china',
  'perth',
  'brisbane',
  'buenos aires',
  'santiago',
  'bogota',
  'lima',
  'europe',
  'asia',
  'america',
  'usa',
  'eu',
]

/** Codes of all regions. */
export const regionCodes: readonly string[] = Object.keys(table)

const byName = Map.groupBy(
  Object.entries(table).flatMap(([code, names]) => names.map((name) => ({ code, name }))),
  ({ name }) => name,
)

const continents: Readonly<Record<string, string>> = {
  europe: 'eu-',
  eu: 'eu-',
  asia: 'ap-',
  america: 'us-',
  usa: 'us-',
}

/** The regions that a name may mean: none, where there is no region; undefined, where it names no place. */
export const regionsNamed = (name: string): readonly string[] | undefined => {
  const found = byName.get(name)
  if (found) return found.map(({ code }) => code)
  const start = continents[name]
  if (start) return regionCodes.filter((code) => code.startsWith(start))
  return elsewhere.includes(name) ? [] : undefined
}

/** Words that names of places are made of, for the correction of spelling. */
export const placeWords: readonly string[] = [...byName.keys(), ...elsewhere]
  .flatMap((name) => name.split(' '))
  .filter((word) => word.length > 3 || ['sao', 'tel'].includes(word))
