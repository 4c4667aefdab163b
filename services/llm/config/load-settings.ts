import { defaultPolicies } from './defaults.ts'
import { providersOf } from './providers.ts'
import type { Settings } from './settings.ts'
import { type SettingsContext, type Surroundings, surroundingsOf } from './surroundings.ts'

/** How old what is known of the credentials may be, in milliseconds: as old as policy may be for a read. */
const credentialAgeMs = 50

interface Known {
  settings: Settings
  surroundings: Surroundings
  checkedAt: number
}

// A gateway asks on every call, and the answer rarely changes.
const known = new Map<string, Known>()

const sameVariables = ({ variables }: Surroundings, env: SettingsContext['env']): boolean => {
  for (const [name, value] of variables) if (env[name] !== value) return false
  return true
}

const sameCredentials = async ({ credentials }: Surroundings, secret: SettingsContext['secret']): Promise<boolean> => {
  for (const [name, value] of credentials) if ((await secret(name)) !== value) return false
  return true
}

const isCurrent = async (entry: Known, ctx: SettingsContext): Promise<boolean> => {
  if (!sameVariables(entry.surroundings, ctx.env)) return false
  const now = ctx.now().getTime()
  if (Math.abs(now - entry.checkedAt) < credentialAgeMs) return true
  entry.checkedAt = now
  return sameCredentials(entry.surroundings, ctx.secret)
}

/**
 * The configuration in force: defaults, the files of the user and of the workspace, the environment, the credentials.
 *
 * Cheap when nothing has changed: a few looks at files. Every key in it is redacted from whatever is recorded or
 * printed from now on. Raises `invalid-key` and `invalid-url` (exit 2).
 */
export const loadSettings = async (ctx: SettingsContext): Promise<Settings> => {
  const place = [ctx.workspace, ...(await ctx.folders()).map(({ path, trusted }) => `${path} ${trusted}`)].join('\n')
  const entry = known.get(place)
  const settings = entry && (await isCurrent(entry, ctx)) ? entry.settings : await read(place, ctx)
  for (const { apiKey } of Object.values(settings.providers)) if (apiKey) ctx.redact(apiKey)
  return settings
}

const read = async (place: string, ctx: SettingsContext): Promise<Settings> => {
  const surroundings = surroundingsOf(ctx)
  const settings: Settings = {
    providers: await providersOf([], surroundings),
    agents: {},
    tools: {},
    models: {},
    policies: defaultPolicies,
    sources: [],
    ignored: [],
  }
  known.set(place, { settings, surroundings, checkedAt: ctx.now().getTime() })
  return settings
}
