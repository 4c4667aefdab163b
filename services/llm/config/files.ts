import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { fileStamp } from '@nimbus/edited-file/file-stamp'
import { isWithin, realPlace } from '@nimbus/edited-file/real-place'
import { type ConfigurationFolder, type Context, missing } from '@nimbus/kernel/define'
import { type Section, sections } from './file-schema.ts'
import type { Problem } from './problem.ts'
import { largestFile } from './source.ts'

/** A file of configuration that is there. */
export interface FoundFile {
  /** Absolute. */
  path: string
  /** As a person knows it. */
  shown: string
  /** The section that it holds, in a folder with a file for each; absent for the one file. */
  section?: Section
}

/** Whose configuration it is: that of the user or that of the workspace. */
export type Origin = ConfigurationFolder['origin']

/** Whose configuration `--project` means, and whose it is without. */
export const originFor = ({ project }: { project: boolean }): Origin => (project ? 'workspace' : 'user')

/** The folder that a configuration lies in, or would. Raises `no-folder` (exit 5). */
export const folderOf = async (origin: Origin, ctx: Pick<Context, 'folders'>): Promise<ConfigurationFolder> => {
  const folder = (await ctx.folders()).find((each) => each.origin === origin)
  if (folder) return folder
  throw missing('no-folder', `There is no folder for the configuration of the ${origin}`, {
    next: origin === 'workspace' ? 'leave out --project' : 'set NIMBUS_HOME',
  })
}

/** What a folder of configuration has for the LLM layer. */
export interface FoundLayer {
  origin: Origin
  trusted: boolean
  /** The folder, absolute. */
  folder: string
  files: FoundFile[]
  problems: Problem[]
}

/** What tells one state of a file or folder from another; empty when there is none. */
export const stampOf = (path: string): string => fileStamp(path)?.stamp ?? ''

/** A path as a person knows it: from the workspace, else from the home directory, else whole. */
export const shownFile = (path: string, { workspace, env }: Pick<Context, 'workspace' | 'env'>): string => {
  const inner = relative(workspace, path)
  if (!inner.startsWith('..') && !isAbsolute(inner)) return inner
  const home = env.HOME
  return home && path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path
}

const namesIn = (folder: string): string[] => {
  const status = statSync(folder, { throwIfNoEntry: false })
  return status?.isDirectory() ? readdirSync(folder) : []
}

/** Looks which files of configuration a folder has. Both the one file and the folder of files is one too many. */
export const findLayer = (
  { origin, path, trusted }: ConfigurationFolder,
  place: Pick<Context, 'workspace' | 'env'>,
): FoundLayer => {
  const layer: FoundLayer = { origin, trusted, folder: path, files: [], problems: [] }
  const file = (name: string): FoundFile => {
    const absolute = join(path, name)
    return { path: absolute, shown: shownFile(absolute, place) }
  }
  const single = file('llm.yaml')
  const names = namesIn(join(path, 'llm'))
  const parts = sections
    .filter((section) => names.includes(`${section}.yaml`))
    .map((section) => ({ ...file(join('llm', `${section}.yaml`)), section }))
  const hasSingle = stampOf(single.path) !== ''
  if (hasSingle && parts.length > 0)
    layer.problems.push({
      message: 'there are both a file llm.yaml and a folder llm/ with files',
      at: single.shown,
      why: 'what one of them says would hide what the other says',
      next: 'keep one of the two',
    })
  layer.files = hasSingle ? [single] : parts
  return layer
}

/** A path with the state it was in. */
export type Stamped = readonly [path: string, stamp: string]

export const stamped = (path: string): Stamped => [path, stampOf(path)]

/** The state of everything that decides what a folder of configuration says. */
export const folderStamps = (folder: string): Stamped[] => {
  const parts = stamped(join(folder, 'llm'))
  return [
    stamped(join(folder, 'llm.yaml')),
    // Not read, and who asks a model is told of it.
    stamped(join(folder, 'llm.yml')),
    parts,
    ...(parts[1] === '' ? [] : sections.map((section) => stamped(join(folder, 'llm', `${section}.yaml`)))),
  ]
}

/** The bytes of a file of configuration, or why they are not read. A device in a repository would never end. */
export const bytesOf = (
  path: string,
  shown: string,
  within: string | undefined,
): { bytes: Uint8Array } | { problem: Problem } => {
  const refused = (message: string, why: string, next: string) => ({ problem: { message, at: shown, why, next } })
  let opened: number | undefined
  try {
    const status = statSync(path, { throwIfNoEntry: false })
    if (!status) return refused('there is no such file', 'it is named and not there', 'write it, or leave the name out')
    if (!status.isFile()) return refused('the file cannot be read', 'it is no ordinary file', 'put a file in its place')
    if (within !== undefined && !isWithin(path, within))
      return refused('the file is a link that leads elsewhere', 'it would show what is not meant', 'put the file there')
    // What is measured is what is read, whatever is put in its place meanwhile; a named pipe there is not waited for.
    opened = openSync(realPlace(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const { size } = fstatSync(opened)
    if (size > largestFile) return refused('the file is larger than 1 MiB', `it has ${size} bytes`, 'make it smaller')
    return { bytes: readFileSync(opened) }
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return refused('the file cannot be read', why, 'look at its permissions')
  } finally {
    if (opened !== undefined) closeSync(opened)
  }
}
