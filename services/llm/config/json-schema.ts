import { z } from '@nimbus/kernel/define'
import { SettingsFile } from './file-schema.ts'

/** Where editors find the schema, below the root of the repository. */
export const schemaPath = 'docs/schemas/llm.schema.json'

type Schema = z.core.JSONSchema.BaseSchema

/** What may stand in place of a number or a word: a variable, which is filled in when the file is read. */
const variable = { type: 'string', pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^{}]*)?\\}' }

const takesVariable = ({ type, enum: values, pattern }: Schema): boolean =>
  type === 'number' || type === 'integer' || type === 'boolean' || values !== undefined || pattern !== undefined

/** The schema with a variable allowed wherever something else than free text is wanted. */
const withVariables = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withVariables)
  if (typeof value !== 'object' || value === null) return value
  const schema = value as Schema
  if (!takesVariable(schema))
    return Object.fromEntries(
      // Variables are filled in in values, never in keys.
      Object.entries(value).map(([key, each]) => [key, key === 'propertyNames' ? each : withVariables(each)]),
    )
  const { description, ...rest } = schema
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, variable] }
}

// zod writes the safe integer range into every integer: noise for readers.
const withoutSafeRange = (key: string, value: unknown): unknown =>
  key === 'maximum' && value === Number.MAX_SAFE_INTEGER ? undefined : value

/** Gives the JSON Schema of `llm.yaml` as the text of a file. */
export const schemaText = (): string => {
  const { $schema, ...schema } = z.toJSONSchema(SettingsFile, { io: 'input' })
  const titled = {
    $schema,
    title: 'Nimbus LLM configuration',
    description: 'llm.yaml: which models and agent programs are used, and what they may cost',
  }
  return `${JSON.stringify({ ...titled, ...(withVariables(schema) as object) }, withoutSafeRange, 2)}\n`
}
