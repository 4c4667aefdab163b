import type { CatalogEntry, JsonSchema, Operation } from '@nimbus/kernel'
import { z } from '@nimbus/kernel/define'

// zod writes the safe integer range into every integer: noise for readers and models.
const withoutSafeRange = (key: string, value: unknown): unknown =>
  (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) || (key === 'minimum' && value === Number.MIN_SAFE_INTEGER)
    ? undefined
    : value

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'throw' })
  return JSON.parse(JSON.stringify(rest, withoutSafeRange)) as JsonSchema
}

/** The catalog entry of an operation, as it is generated and as a test makes it; its view is named by who knows the file. */
export const catalogEntryOf = (operation: Operation, description = ''): CatalogEntry => ({
  id: operation.id,
  service: operation.id.slice(0, operation.id.indexOf('.')),
  summary: operation.summary,
  description,
  effect: operation.effect,
  idempotent: operation.idempotent ?? operation.effect === 'read',
  openWorld: operation.openWorld ?? false,
  untrusted: operation.untrusted ?? false,
  ...(operation.whenBroken ? { whenBroken: true } : {}),
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
