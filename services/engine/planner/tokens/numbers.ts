const words = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
]
const others: Readonly<Record<string, number>> = {
  single: 1,
  couple: 2,
  both: 2,
  dozen: 12,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  hundred: 100,
  thousand: 1000,
  twice: 2,
  once: 1,
  last: 1,
}

/** The number that a word or figure says: `three`, `1,000`, `20k`. */
export const numberOf = (text: string): number | undefined => {
  const word = text.toLowerCase()
  const at = words.indexOf(word)
  if (at >= 0) return at
  const other = others[word]
  if (other !== undefined) return other
  const figure = /^(\d{1,3}(?:[,_']\d{3})+|\d+(?:\.\d+)?)(k|m)?$/.exec(word)
  if (!figure) return undefined
  const value = Number((figure[1] ?? '').replace(/[,_']/g, ''))
  return value * (figure[2] === 'k' ? 1000 : figure[2] === 'm' ? 1_000_000 : 1)
}

/** The ordinal that a word says: `first`, `2nd`. */
export const ordinalOf = (word: string): number | undefined => {
  const at = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'].indexOf(
    word,
  )
  if (at >= 0) return at + 1
  const figure = /^(\d+)(?:st|nd|rd|th)$/.exec(word)
  return figure ? Number(figure[1]) : undefined
}

const units: Readonly<Record<string, string>> = {
  minute: 'm',
  minutes: 'm',
  min: 'm',
  mins: 'm',
  hour: 'h',
  hours: 'h',
  hrs: 'h',
  day: 'd',
  days: 'd',
  week: 'w',
  weeks: 'w',
  month: 'month',
  months: 'month',
  year: 'year',
  years: 'year',
  second: 's',
  seconds: 's',
  sec: 's',
  secs: 's',
  night: 'd',
  nights: 'd',
}

/** The unit of time that a word is. */
export const timeUnitOf = (word: string): string | undefined => units[word]

/** A span as operations take it: `30d`, `12h`, `4w`. Months are 30 days and years 365. */
export const spanText = (count: number, unit: string): string =>
  unit === 'month' ? `${count * 30}d` : unit === 'year' ? `${count * 365}d` : `${count}${unit}`

/** Seconds in a span. */
export const spanSeconds = (count: number, unit: string): number =>
  count * ({ s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, month: 2_592_000, year: 31_536_000 }[unit] ?? 1)

const sizes: Readonly<Record<string, number>> = {
  kb: 1000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: 1024,
  mib: 1_048_576,
  gib: 1_073_741_824,
}

/** Bytes in a unit of size. */
export const bytesIn = (unit: string): number | undefined => sizes[unit.toLowerCase()]
