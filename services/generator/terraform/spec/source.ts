import { readSource as read, type Source } from '@nimbus/yaml-source'
import type { Problem } from '../problem.ts'

/** A file that people write for the generator; errors name it first. */
export type SourceField = 'spec' | 'conventions'

/** Largest file that is read, in bytes; a real one has a few kilobytes. */
export const largestSource = 1_048_576

/** Fields whose digits matter as written: `1.30` is not `1.3`, and an account number may start with 0. */
const readAsWritten = new Set(['version', 'account'])

/** What to write in a file that says nothing. */
const firstWords: Readonly<Record<SourceField, string>> = {
  spec: 'say in it at least name, region and components, such as components: { vpc: {} }',
  conventions: 'say in it what every stack has to keep to, such as regions: [eu-central-1]',
}

/** Reads one of these files, which has to say something. */
export function readSource(
  field: SourceField,
  bytes: Uint8Array,
  file: string,
): { source: Source } | { problems: readonly Problem[] } {
  if (bytes.length > largestSource) return { problems: [{ at: file, ...tooLarge(field, bytes.length) }] }
  const source = read(bytes, file, readAsWritten)
  if ('problems' in source)
    return { problems: source.problems.map((problem) => ({ ...problem, message: `${field}: ${problem.message}` })) }
  if (source.value === undefined)
    return { problems: [{ message: `${field}: the file is empty`, at: `${file}:1:1`, next: firstWords[field] }] }
  return { source }
}

/** Says that a file of this many bytes is too large. */
export function tooLarge(field: SourceField, bytes: number): Omit<Problem, 'at'> {
  return {
    message: `${field}: ${(bytes / largestSource).toFixed(1)} MB is more than such a file can have`,
    why: 'at most 1 MB is read',
    next: 'name the file itself; it has a few kilobytes',
  }
}
