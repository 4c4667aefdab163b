import { z } from '@nimbus/kernel/define'
import { Spec } from './schema.ts'

/** Where editors find the schema, below the root of the repository. */
export const schemaPath = 'docs/schemas/terraform-spec.schema.json'

/** Gives the JSON Schema of a spec as the text of a file; what a person writes, so defaults are not required. */
export function schemaText(): string {
  const schema = z.toJSONSchema(Spec, { io: 'input' })
  const titled = {
    title: 'Nimbus Terraform spec',
    description: 'What nimbus generate terraform turns into infrastructure',
  }
  return `${JSON.stringify({ ...titled, ...schema }, withoutSafeRange, 2)}\n`
}

// zod writes the safe integer range into every integer: noise for readers.
function withoutSafeRange(key: string, value: unknown) {
  return key === 'maximum' && value === Number.MAX_SAFE_INTEGER ? undefined : value
}
