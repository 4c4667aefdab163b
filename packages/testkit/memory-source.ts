import type { CatalogEntry, CatalogSource, JsonSchema, Operation } from '@nimbus/kernel'
import { z } from '@nimbus/kernel/define'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io })
  return rest as JsonSchema
}

/** The catalog entry of an operation, as the generated catalog would hold it. */
export const entryOf = (operation: Operation): CatalogEntry => ({
  id: operation.id,
  service: operation.id.slice(0, operation.id.indexOf('.')),
  summary: operation.summary,
  description: '',
  effect: operation.effect,
  idempotent: operation.idempotent ?? false,
  openWorld: operation.openWorld ?? false,
  untrusted: operation.untrusted ?? false,
  input: schemaOf(operation.input, 'input'),
  output: schemaOf(operation.output, 'output'),
  positional: operation.positional ?? [],
  ...(operation.passthrough ? { passthrough: operation.passthrough } : {}),
  aliases: operation.aliases ?? [],
  routes: operation.routes ?? [],
  exclude: operation.exclude ?? {},
  needs: operation.needs ?? {},
  examples: operation.examples,
  phrases: operation.phrases ?? [],
  words: operation.words ?? {},
  lines: operation.lines ?? [],
})

/** A catalog source made of operations in memory. */
export const memorySource = (operations: readonly Operation[], name = 'memory'): CatalogSource => {
  const entries = operations.map(entryOf)
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const code = new Map(operations.map((operation) => [operation.id, operation]))
  return {
    name,
    version: () => '1',
    index: () => entries,
    list: () => entries,
    get: (id) => byId.get(id),
    async load(id) {
      const operation = code.get(id)
      if (!operation) throw new Error(`${name} does not hold ${id}`)
      return operation
    },
    changed: () => () => {},
  }
}
