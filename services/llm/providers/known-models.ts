import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, NimbusError, z } from '@nimbus/kernel/define'
import { modelTable } from '../catalogue/model-table.ts'
import type { Provider, Settings } from '../config/settings.ts'
import { ModelFailure } from './failure.ts'
import { listModels } from './list-models.ts'

/** The models of a provider, and how it is known that it has them. */
export interface KnownModels {
  provider: string
  ids: readonly string[]
  from: 'live' | 'cached' | 'catalogue'
  /** ISO 8601; of what is cached. */
  at?: string
  /** How many entries of its own list are no models that can be named; absent when none. */
  leftOut?: number
  /** Why the provider's own list is not there. */
  why?: string
}

/** How long a provider may take for its list, in milliseconds: somebody is waiting for all of them. */
const listPatienceMs = 4000

const Kept = z.object({ at: z.string(), ids: z.array(z.string()) })

// By address as well: another server of the same name has other models.
const fileOf = ({ name, baseUrl }: Provider, cache: string): string =>
  join(cache, `models-${createHash('sha256').update(`${name} ${baseUrl}`).digest('hex').slice(0, 20)}.json`)

const keep = async (provider: Provider, ids: readonly string[], { cache, now, log }: Context): Promise<void> => {
  const file = fileOf(provider, cache)
  const fresh = `${file}.${crypto.randomUUID()}`
  try {
    await mkdir(cache, { recursive: true })
    await writeFile(fresh, JSON.stringify({ at: now().toISOString(), ids }))
    await rename(fresh, file)
  } catch (thrown) {
    // It can be asked for again; the list itself is there.
    log('warn', 'a list of models could not be kept', { file, why: String(thrown) })
  }
}

const kept = async (provider: Provider, { cache }: Context): Promise<z.infer<typeof Kept> | undefined> => {
  try {
    return Kept.parse(JSON.parse(await readFile(fileOf(provider, cache), 'utf8')))
  } catch {
    // Never kept, emptied, or of another version: all the same as not there.
    return undefined
  }
}

const configured = ({ models }: Settings, name: string): string[] =>
  Object.values(models).flatMap(({ provider, id }) => (provider === name ? [id] : []))

const without = async (provider: Provider, settings: Settings, why: string, ctx: Context): Promise<KnownModels> => {
  const own = configured(settings, provider.name)
  const before = await kept(provider, ctx)
  const ids = before?.ids ?? Object.keys(modelTable[provider.type] ?? {})
  return {
    provider: provider.name,
    ids: [...new Set([...own, ...ids])].sort(),
    why,
    ...(before ? { from: 'cached', at: before.at } : { from: 'catalogue' }),
  }
}

/**
 * The models of a provider: as it lists them now, else as it listed them last, else as the configuration and the shipped
 * table have them. Never fails for what a provider does; raises only when the call was cancelled.
 */
export const knownModels = async (
  provider: Provider,
  settings: Settings,
  mode: 'ask' | 'offline',
  ctx: Context,
): Promise<KnownModels> => {
  if (mode === 'offline') return without(provider, settings, 'it was not asked', ctx)
  if (settings.policies.privacy.localOnly && !provider.local)
    return without(provider, settings, 'only providers on this machine may be asked', ctx)
  try {
    const { ids, leftOut } = await listModels(provider, ctx.signal, listPatienceMs)
    await keep(provider, ids, ctx)
    const own = configured(settings, provider.name)
    const all = [...new Set([...own, ...ids])].sort()
    return { provider: provider.name, ids: all, from: 'live', ...(leftOut > 0 ? { leftOut } : {}) }
  } catch (thrown) {
    if (thrown instanceof ModelFailure) return without(provider, settings, thrown.message, ctx)
    if (thrown instanceof NimbusError) {
      const { message, why } = thrown.data
      return without(provider, settings, why ? `${message}: ${why}` : message, ctx)
    }
    throw thrown
  }
}
