import type { Token } from '../tokens/token.ts'
import type { Reading } from '../values/reading.ts'
import { valueText } from '../values/value-text.ts'
import type { Subject } from '../words/vocabulary.ts'

/** How people ask for what one commit did, which stands here as `¶`. */
const ways: readonly RegExp[] = [
  /\bwhat(?: all| exactly| files)? (?:did|does|has|had) (?:the )?(?:commit )?¶ (?:do|did|done|change|changed|touch|touched|modify|modified|add|added|bring|brought|introduce|introduced|break|broke|fix|fixed)$/,
  /\b(?:what|changes?|changed|diff|patch|modifications?)\b.* (?:in|of|by|with) (?:the )?(?:commit )?¶$/,
  /\b(?:changes|files|lines) (?:that )?(?:the )?(?:commit )?¶ (?:made|changed|touched|brought|introduced|modified)$/,
]

/** Two places of versions, between which is what changed. */
const sides = ['from', 'to'] as const

/**
 * Both sides of what one commit changed, where only it was named: what came before it, and the commit itself. What
 * changed *since* a commit is something else.
 */
export const sidesOfCommit = (
  { fields }: Subject,
  tokens: readonly Token[],
  readings: ReadonlyMap<string, readonly Reading[]>,
): readonly (readonly [string, readonly Reading[]])[] => {
  const [one, ...more] = readings.get('from') ?? []
  const versions = sides.every((side) => fields.some(({ name, kind }) => name === side && kind === 'commit'))
  if (!versions || !one || one.absent || one.several || more.length > 0 || readings.has('to')) return []
  const isCommit = tokens[one.from]?.kind === 'sha' || (one.value === 'HEAD' && one.to - one.from > 1)
  if (!isCommit) return []
  const said = [...tokens.slice(0, one.from), undefined, ...tokens.slice(one.to)]
  const text = said.flatMap((token) => (token === undefined ? ['¶'] : token.kind === 'mark' ? [] : [token.word]))
  if (!ways.some((way) => way.test(text.join(' ')))) return []
  return [
    ['from', [{ ...one, value: `${valueText(one.value)}^` }]],
    ['to', [one]],
  ]
}

/** Both ends of a list of commits, by how two versions were named: the newer one, which has what the older has not. */
export const endsOfRange = (
  { fields }: Subject,
  tokens: readonly Token[],
  readings: ReadonlyMap<string, readonly Reading[]>,
): readonly (readonly [string, readonly Reading[]])[] => {
  const lists = ['from', 'until'].every((end) => fields.some(({ name, kind }) => name === end && kind === 'commit'))
  const [one, other, ...more] = ['from', 'until']
    .flatMap((end) => readings.get(end) ?? [])
    .toSorted((first, second) => first.from - second.from)
  if (!lists || !one || !other || more.length > 0 || [one, other].some((each) => each.absent || each.several)) return []
  const before = tokens[one.from - 1]?.word
  const joint = tokens.slice(one.to, other.from).map(({ word }) => word)
  const ahead = /^(?:is )?ahead of$/.test(joint.join(' '))
  const span = /^(?:between and|from (?:to|until|till|up to))$/.test(`${before} ${joint.join(' ')}`)
  const [newer, older] = ahead ? [one, other] : [other, one]
  return ahead || span
    ? [
        ['from', [newer]],
        ['until', [older]],
      ]
    : []
}
