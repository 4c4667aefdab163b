import { findLayer, folderStamps, type Stamped } from './files.ts'
import { type Instead, type ReadLayer, readLayer, type Whole } from './layers.ts'
import { merged } from './merge.ts'
import type { Problem } from './problem.ts'
import { resolveSettings } from './resolve-settings.ts'
import type { Settings } from './settings.ts'
import { type Stray, straysIn, strayWarnings } from './strays.ts'
import type { SettingsContext, Surroundings } from './surroundings.ts'
import { withoutVain } from './vain.ts'

/** The configuration with all that is wrong with it. With problems the settings are what is left without them. */
export interface Reading {
  settings: Settings
  problems: Problem[]
  /** Whether every file could be read, so that the problems are only of what does not fit together. */
  legible: boolean
  whole: Whole
  /** Everything that decided what was read, in the state before it was read. */
  stamps: Stamped[]
  /** The files that are there, whether or not they could be read. */
  found: string[]
  /** Files that may be taken for configuration and are not read. */
  strays: Stray[]
  /** Values that are secret, beside the keys of providers. */
  secrets: string[]
}

const secretName = /key|token|secret|password|auth|cookie/i

const secretsOf = ({ providers, tools }: Pick<Settings, 'providers' | 'tools'>): string[] => {
  const maps = [
    ...Object.values(providers).map(({ headers = {} }) => headers),
    ...Object.values(tools).map(({ env }) => env),
  ]
  const values = maps.flatMap((each) =>
    Object.entries(each).flatMap(([name, value]) => (secretName.test(name) ? [value] : [])),
  )
  const keys = Object.values(providers).map(({ apiKey }) => apiKey)
  // A key with a line break is no less secret in its parts.
  const parts = keys
    .flatMap((key) => (key && /\s/.test(key) ? key.split(/\s+/) : []))
    .filter((part) => part.length >= 6)
  return [...new Set([...values, ...parts])].filter((value) => value !== '' && !keys.includes(value))
}

const layersOf = async (ctx: SettingsContext, { variable }: Surroundings, instead: Instead | undefined) => {
  const layers: ReadLayer[] = []
  const stamps: Stamped[] = []
  const strays: Stray[] = []
  for (const folder of await ctx.folders()) {
    // In the home directory the workspace's folder is the user's own.
    if (layers.some(({ layer }) => layer.folder === folder.path)) continue
    stamps.push(...folderStamps(folder.path))
    strays.push(...straysIn(folder, ctx))
    const below = layers.reduce<unknown>(
      (sum, { files }) => files.reduce<unknown>((a, b) => merged(a, b.value), sum),
      {},
    )
    layers.push(await readLayer(findLayer(folder, ctx), below, { variable, workspace: ctx.workspace }, instead))
  }
  return { layers, stamps, strays }
}

/** Reads everything that configures the LLM layer, and says all that is wrong with it, now or after an edit. */
export const readSettings = async (
  ctx: SettingsContext,
  surroundings: Surroundings,
  instead?: Instead,
): Promise<Reading> => {
  const read = await layersOf(ctx, surroundings, instead)
  let { layers } = read
  let resolved = await resolveSettings(layers, ctx, surroundings)
  for (let rest = withoutVain(layers, resolved); rest; rest = withoutVain(layers, resolved)) {
    layers = rest
    resolved = await resolveSettings(layers, ctx, surroundings)
  }
  const { settings, whole, crossed } = resolved
  const unread = layers.flatMap(({ problems }) => problems)
  const stamps = [...read.stamps, ...resolved.stamps]
  const strays = read.strays.filter(({ path }) => !resolved.stamps.some(([profile]) => profile === path))
  return {
    settings: { ...settings, warnings: strayWarnings(strays) },
    strays,
    // Where a file could not be read, what refers to it would be blamed for nothing.
    problems: unread.length > 0 ? unread : [...resolved.problems, ...crossed.map(resolved.locate)],
    legible: unread.length === 0,
    whole,
    stamps,
    found: layers.flatMap(({ layer }) => layer.files.map(({ shown }) => shown)),
    secrets: secretsOf(settings),
  }
}
