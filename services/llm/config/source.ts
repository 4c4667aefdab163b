import type { Places } from '@nimbus/yaml-source'
import type { Problem } from './problem.ts'

/** Largest file of configuration that is read, in bytes; a real one has a few kilobytes. */
export const largestFile = 1_048_576

/** What a file says, as plain data, with a way back to where it says it. */
export interface Source extends Places {
  /** As a person knows it. */
  file: string
  value: unknown
}

/** Reads a file of configuration; an empty one is `{}`. The parser is loaded only when there is a file. */
export const readSource = async (bytes: Uint8Array, file: string): Promise<Source | { problems: Problem[] }> => {
  const { readSource: read } = await import('@nimbus/yaml-source')
  const source = read(bytes, file)
  return 'problems' in source ? source : { ...source, file, value: source.value ?? {} }
}
