import { nearest, type z } from '@nimbus/kernel/define'
import type { Path } from '../problem.ts'

/** Words a suggestion. */
export const didYouMean = (right: string) => `did you mean ${right}?`

/** Says why a value cannot be used and what to write instead; knows the traps of single fields. */
export function reason(issue: z.core.$ZodIssue, path: Path, given: unknown): { why: string; next: string } {
  const field = path.at(-1)
  if (field === 'version') return { why: 'a version is text', next: 'put it in quotes, such as "1.33"' }
  if (field === 'account') return { why: 'an AWS account number has 12 digits', next: 'use all 12 digits, in quotes' }
  if (field === 'logRetentionDays') {
    return { why: 'CloudWatch Logs offers fixed periods only', next: 'use 30, 90, 180 or 365, for example' }
  }
  if (given === false && path.includes('components')) {
    return { why: 'every environment of a stack has the same components', next: 'leave it out, or write a second spec' }
  }
  const written =
    path.at(-2) === 'components'
      ? writtenComponent(String(field))
      : field === 'environments'
        ? writtenEnvironments
        : undefined
  if (written) return written
  if (issue.code === 'too_small')
    return { why: `the smallest is ${issue.minimum}`, next: `use ${issue.minimum} or more` }
  if (issue.code === 'too_big') return { why: `the largest is ${issue.maximum}`, next: `use ${issue.maximum} or less` }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    const right = typeof given === 'string' ? nearest(given, values) : undefined
    const next = right ? didYouMean(right) : `use ${values.join(' or ')}`
    return { why: `it is one of ${values.join(', ')}`, next }
  }
  if (issue.code === 'invalid_type') {
    const [kind, next] = wanted[issue.expected] ?? [issue.expected, 'write one']
    return { why: `${kind} is wanted here`, next }
  }
  return { why: issue.message.toLowerCase(), next: 'see docs/schemas/terraform-spec.schema.json for what fits here' }
}

/** What a kind of data is called, and how it is written. */
const wanted: Readonly<Record<string, readonly [string, string]>> = {
  array: ['a list', 'write [a, b]'],
  boolean: ['true or false', 'write true or false, without quotes'],
  int: ['a whole number', 'write one such as 3'],
  number: ['a number', 'write one such as 3, without quotes'],
  object: ['a map', 'write { key: value }'],
  record: ['a map', 'write { key: value }'],
  string: ['text', 'put it in quotes'],
}

const writtenEnvironments = {
  why: 'it is a list of names, or a map from names to what differs',
  next: 'write [dev], for example',
}

function writtenComponent(name: string) {
  return name === 's3'
    ? { why: 'it is true, or a list of buckets', next: 'write s3: [ { name: assets } ]' }
    : { why: 'a component is true, or a map of what it should have', next: `write ${name}: true` }
}
