import type { z } from 'zod'

/** Schemas whose checks have to be waited for. */
const waitedFor = new WeakSet<z.ZodType>()

/**
 * Parses a value. A schema that need not be waited for is not: most need not, and waiting costs as much as parsing.
 *
 * Zod raises an error where it comes upon a check that has to be waited for; what really fails does so again.
 */
export const parse = (
  schema: z.ZodType,
  value: unknown,
): z.ZodSafeParseResult<unknown> | Promise<z.ZodSafeParseResult<unknown>> => {
  if (waitedFor.has(schema)) return schema.safeParseAsync(value)
  try {
    return schema.safeParse(value)
  } catch {
    // Whatever it was, the other way says so; and a schema that threw once may do so again.
    waitedFor.add(schema)
    return schema.safeParseAsync(value)
  }
}
