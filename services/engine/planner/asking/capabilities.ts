import type { Token } from '../tokens/token.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import type { Outcome } from './outcome.ts'

/** Questions for what there is to ask for. */
const asked =
  /^(?:so |and |please |hi |hello |hey )*(?:help(?: me)?(?: please)?|what (?:all )?(?:can|could|do) (?:you|nimbus|this|it|i) (?:do|plan|support|offer|ask(?: you| for)?)(?: for me| here| with you)?|what (?:are|is) (?:you|nimbus|it) (?:able to do|capable of|good (?:for|at))|what (?:do|does) (?:you|nimbus|it) support|how can you help(?: me)?|what (?:operations|commands|features|abilities|skills) (?:are there|do you have|does nimbus have|exist))$/

/** How many verbs of a service are named before it is enough. */
const most = 6

/** What can be asked for, where somebody asks that: every service with some of its verbs. */
export const capabilitiesAsked = (
  tokens: readonly Token[],
  { subjects }: Vocabulary,
): (Outcome & { kind: 'refuse' }) | undefined => {
  const said = tokens.filter(({ kind }) => kind !== 'mark').map(({ word }) => word)
  if (!asked.test(said.join(' '))) return undefined
  const plannable = subjects.filter(({ excluded }) => excluded === undefined)
  const lines = [...Map.groupBy(plannable, ({ service }) => service)].map(([service, own]) => {
    const verbs = own.map(({ id }) => (id.split('.')[1] ?? '').replaceAll('-', ' '))
    return `${service}: ${verbs.slice(0, most).join(', ')}${verbs.length > most ? ' …' : ''}`
  })
  return {
    kind: 'refuse',
    reason: `That orders nothing yet. Plans can be made of\n${lines.map((line) => `  ${line}`).join('\n')}\nnimbus --help lists them all`,
    nearest: [],
    understood: [],
    assumed: [],
    ignored: [],
  }
}
