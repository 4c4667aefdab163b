import type { z } from 'zod'

const kinds =
  'string text, number a number, int a whole number, boolean true or false, array a list, object an object, record an object'
const words = new Map(kinds.split(', ').map((each) => [each.split(' ', 1)[0], each.slice(each.indexOf(' ') + 1)]))

/** A value that is a word, as one that is none of those that were asked for. */
const not = (value: unknown): string =>
  typeof value === 'string' && /^[\w./:-]{1,40}$/.test(value) ? `, and not ${value}` : ''

/** What a value that does not fit should have been, in plain words; undefined leaves the words to zod. */
export const issueText: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_value') return `takes one of ${issue.values.map(String).join(', ')}${not(issue.input)}`
  if (issue.code === 'unrecognized_keys') return `there is no field ${issue.keys.join(', ')}`
  if (issue.code === 'too_small' && /string|array/.test(issue.origin) && issue.minimum === 1) return 'must not be empty'
  if (issue.code === 'too_small' && /number|int/.test(issue.origin))
    return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
  if (issue.code === 'too_big' && /number|int/.test(issue.origin))
    return `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_union') return undefined
  if (issue.input === undefined) return 'is needed'
  const wanted = issue.code === 'invalid_type' ? [issue] : issue.errors.flat().filter(({ path }) => path.length === 0)
  const kinds = wanted.map((each) => ('expected' in each && (words.get(each.expected) ?? each.expected)) || '')
  return kinds.every(Boolean) && kinds.length > 0 ? `takes ${[...new Set(kinds)].join(', or ')}` : undefined
}
