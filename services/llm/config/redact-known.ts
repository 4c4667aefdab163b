import { type Reading, readSettings } from './read-settings.ts'
import { type SettingsContext, surroundingsOf } from './surroundings.ts'

/**
 * Reads the configuration whatever is wrong with it, and marks every secret in it, so that nothing that is shown of it
 * afterwards shows one.
 */
export const redactKnown = async (ctx: SettingsContext): Promise<Reading> => {
  const reading = await readSettings(ctx, surroundingsOf(ctx))
  for (const { apiKey } of Object.values(reading.settings.providers)) if (apiKey) ctx.redact(apiKey)
  for (const secret of reading.secrets) ctx.redact(secret)
  return reading
}
