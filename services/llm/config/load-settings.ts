import { type Stamped, stampOf } from './files.ts'
import { raiseProblems } from './raise-problems.ts'
import { readSettings } from './read-settings.ts'
import type { Settings } from './settings.ts'
import { type SettingsContext, type Surroundings, surroundingsOf } from './surroundings.ts'

/** How old what is known of the credentials may be, in milliseconds: as old as policy may be for a read. */
const credentialAgeMs = 50
/** The same of everything else, for a server that is asked many times in a moment. */
export const servingAgeMs = 50

type Folders = Awaited<ReturnType<SettingsContext['folders']>>

interface Known {
  settings: Settings
  surroundings: Surroundings
  secrets: readonly string[]
  stamps: readonly Stamped[]
  /** When the credentials, and when everything else was found to be as it was; by the clock. */
  checkedAt: number
  lookedAt: number
}

// A gateway asks on every call, and the answer rarely changes. A host gives the same list while it says the same.
const known = new WeakMap<Folders, Known>()

const sameVariables = ({ variables }: Surroundings, env: SettingsContext['env']): boolean => {
  for (const [name, value] of variables) if (env[name] !== value) return false
  return true
}

const sameCredentials = async ({ credentials }: Surroundings, secret: SettingsContext['secret']): Promise<boolean> => {
  for (const [name, value] of credentials) if ((await secret(name)) !== value) return false
  return true
}

/** Whether what is known need not be looked at again. */
const isFresh = ({ lookedAt }: Known, now: number, maxAgeMs: number): boolean => Math.abs(now - lookedAt) < maxAgeMs

const isCurrent = async (entry: Known, now: number, ctx: SettingsContext): Promise<boolean> => {
  if (!sameVariables(entry.surroundings, ctx.env)) return false
  if (entry.stamps.some(([path, stamp]) => stampOf(path) !== stamp)) return false
  entry.lookedAt = now
  if (Math.abs(now - entry.checkedAt) < credentialAgeMs) return true
  entry.checkedAt = now
  return sameCredentials(entry.surroundings, ctx.secret)
}

/**
 * The configuration in force. What is said more specifically goes before: the workspace's file, the user's file, the
 * encrypted credentials, the environment, the defaults.
 *
 * Cheap when nothing has changed: a few looks at files, and none where they may be `maxAgeMs` old. Every secret in it is
 * redacted from whatever is recorded or printed from now on. Raises `invalid-llm-config` and `invalid-url` (exit 2) for
 * the first problem and says how many more there are.
 */
export const loadSettings = async (ctx: SettingsContext, { maxAgeMs = 0 } = {}): Promise<Settings> => {
  const folders = await ctx.folders()
  const entry = known.get(folders)
  const now = ctx.now().getTime()
  const isGood = entry && (isFresh(entry, now, maxAgeMs) || (await isCurrent(entry, now, ctx)))
  if (!isGood) return (await read(folders, ctx)).settings
  redactAll(entry.settings, entry.secrets, ctx)
  return entry.settings
}

const redactAll = ({ providers }: Settings, secrets: readonly string[], { redact }: SettingsContext): void => {
  for (const { apiKey } of Object.values(providers)) if (apiKey) redact(apiKey)
  for (const secret of secrets) redact(secret)
}

const read = async (folders: Folders, ctx: SettingsContext): Promise<Known> => {
  const surroundings = surroundingsOf(ctx)
  const checkedAt = ctx.now().getTime()
  const { settings, problems, secrets, stamps } = await readSettings(ctx, surroundings)
  redactAll(settings, secrets, ctx)
  raiseProblems(problems)
  const entry = { settings, surroundings, secrets, stamps, checkedAt, lookedAt: checkedAt }
  known.set(folders, entry)
  return entry
}
