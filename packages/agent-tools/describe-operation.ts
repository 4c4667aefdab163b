import type { CatalogEntry } from '@nimbus/kernel'
import { describeTool } from './agent-tools.ts'
import { objectSchema, withoutMarks } from './object-schema.ts'

/** All that a model needs to call an operation: what it does, what it takes and gives, and examples. */
export const describeOperation = (entry: CatalogEntry) => ({
  operation: entry.id,
  effect: entry.effect,
  description: describeTool(entry),
  input: withoutMarks(objectSchema(entry.input)),
  output: withoutMarks(entry.output),
  examples: entry.examples,
})
