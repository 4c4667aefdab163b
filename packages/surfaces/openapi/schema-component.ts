import type { JsonSchema } from '@nimbus/kernel'
import { rebased } from './rebase-schema.ts'

/** The name of a schema among the components, such as `git.commit.input`. */
export const componentName = (id: string, part: 'input' | 'output'): string => `${id}.${part}`

/** A reference to a component schema. */
export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** A schema as it lies among the components under a name. */
export const asComponent = (schema: JsonSchema, name: string): JsonSchema =>
  rebased(schema, `#/components/schemas/${name}`)
