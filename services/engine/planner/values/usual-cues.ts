/** How people say that nothing outside of this machine is to be asked. */
const nobodyAsked: readonly string[] = [
  ...['ask', 'call', 'contact', 'query', 'reach'].flatMap((verb) =>
    ['provider', 'outside system', 'outside', 'external system'].flatMap((whom) => [
      `without ${verb}ing any ${whom}`,
      `without ${verb}ing ${whom}`,
      `not ${verb} any ${whom}`,
      `not ${verb} ${whom}`,
      `don't ${verb} any ${whom}`,
      `don't ${verb} ${whom}`,
      `${verb} no ${whom}`,
    ]),
  ),
  'without going online',
  'without reaching out',
  'not go online',
  'not reach out',
  "don't reach out",
  "don't go online",
  'no outside call',
  'no network call',
  'no calls outside',
  'nothing outside',
  'from memory',
  'offline',
  'without network',
  'no network',
  'without internet',
  'no internet',
  'without asking',
  'without calling',
  'without contacting',
  'do not ask',
  'do not call',
  'do not contact',
  "don't ask",
  "don't call",
  "don't contact",
  'not ask any',
  'not call any',
  'not contact any',
  'ask nobody',
  'call nobody',
  'contact nobody',
]

/** The same by the kind of the value. */
const byKind: Readonly<Record<string, readonly string[]>> = {
  agent: ['agent {}'],
  model: ['model {}'],
  provider: ['provider {}'],
  repository: ['status of {}', 'repository {}', 'repository in {}', 'in the directory {}'],
  limit: ['{} entries', '{} rows', '{} results', '{} hits', '{} items', '{} of them'],
  seconds: ['take {}', 'up to {}', 'not more than {}', 'no more than {}', 'not longer than {}'],
  since: [
    'since {}',
    'last {}',
    'past {}',
    'from the last {}',
    'within {}',
    'in the last {}',
    'during {}',
    'after {}',
    'of {}',
    '{}',
  ],
  until: ['until {}', 'to {}', 'before {}', 'of {}', 'in {}'],
}

/** Whether the words that everybody uses count beside those of an operation. */
const always = (name: string, kind: string): boolean => kind === 'limit' || kind === 'seconds' || name === 'offline'

/** Words around a value that everybody uses. */
const usualCues = (name: string, kind: string): readonly string[] => {
  if (kind === 'switch' && name === 'offline') return nobodyAsked
  const said = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  if (kind === 'switch') return [said]
  if (kind === 'number') return [`{} ${said}`, `${said} {}`, `${said} number {}`]
  return byKind[kind] ?? []
}

/** Words around a value of a field: its own, else those that everybody uses; for some fields both. */
export const cuesOf = (name: string, kind: string, own?: readonly string[]): readonly string[] => {
  const usual = usualCues(name, kind)
  if (!own) return usual
  return always(name, kind) ? [...usual, ...own] : own
}
