import { invalid, z } from '@nimbus/kernel/define'
import { type Attempt, misfit } from './attempt.ts'

/** A JSON Schema as a check. Raises `invalid-schema` (exit 2) for what is none, or what cannot be checked here. */
export const checkOf = (schema: Readonly<Record<string, unknown>>): z.ZodType => {
  try {
    return z.fromJSONSchema(schema)
  } catch (cause) {
    throw invalid('invalid-schema', 'schema: it cannot be used to check an answer', {
      at: 'schema',
      why: cause instanceof Error ? cause.message : String(cause),
      next: 'give a JSON Schema of draft 2020-12 that uses types, properties, items, enum and the usual limits',
      cause,
    })
  }
}

/** Some models put their JSON into a code block, whatever they are told. */
const unfenced = (text: string): string => /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text

/**
 * The JSON of an answer that had to fit a schema, as text.
 *
 * Raises a `ModelFailure` of the kind `malformed` when it is no JSON or does not fit: another model may do better.
 */
export const structuredText = (text: string, check: z.ZodType, attempt: Attempt): string => {
  const json = unfenced(text)
  const wrong = (why: string) =>
    misfit(`${attempt.model} of ${attempt.provider.name} gave an answer that does not fit the schema: ${why}`, attempt)
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw wrong(
      json.trim() === '' ? 'it is empty' : `it is not JSON, but begins with ${JSON.stringify(json.slice(0, 40))}`,
    )
  }
  const checked = check.safeParse(value)
  if (checked.success) return json
  const [issue] = checked.error.issues
  throw wrong(`${issue?.path.map(String).join('.') || 'the whole'}: ${issue?.message ?? 'something else was expected'}`)
}
