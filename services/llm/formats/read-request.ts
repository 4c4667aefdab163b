import { invalid, type z } from '@nimbus/kernel/define'

/** Reads the body of a foreign request. Raises `invalid-request`, which names the first field that is wrong. */
export const readRequest = <Parsed>(schema: z.ZodType<Parsed>, body: unknown, api: string): Parsed => {
  const parsed = schema.safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  const at = first?.path.map(String).join('.') || 'body'
  throw invalid('invalid-request', `${at}: ${first?.message ?? 'not understood'}`, {
    at,
    next: `send a request as the ${api} API describes it`,
  })
}

/** Refuses what would be lost without a word. Raises `not-supported`. */
export const refuse = (field: string, why: string): never => {
  throw invalid('not-supported', `${field} is not supported here`, { at: field, why, next: 'leave it out' })
}
