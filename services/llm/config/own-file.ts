import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Context, denied, type Finding, invalid } from '@nimbus/kernel/define'
import { folderOf, type Origin, shownFile } from './files.ts'
import { type ConfigFile, stateOf } from './replace-config.ts'

/**
 * Refuses to edit what is no ordinary file, such as a link: `not-a-file` (exit 2). A file is edited by putting another in
 * its place, which would end the link and leave what it leads to as it was.
 */
export const mustBeOrdinary = (path: string, shown: string): void => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  if (!status || status.isFile()) return
  const link = status.isSymbolicLink()
  throw invalid('not-a-file', `${shown} is ${link ? 'a link' : 'no ordinary file'}`, {
    at: shown,
    why: link ? 'it would become a file of its own, and what it leads to would stay as it is' : 'it would be replaced',
    next: link ? `edit ${readlinkSync(path)} by hand, or put the file itself there` : 'move it away',
  })
}

const bytesAt = (path: string, shown: string): Buffer | undefined => {
  mustBeOrdinary(path, shown)
  return existsSync(path) ? readFileSync(path) : undefined
}

/** Refuses a folder of the project that is a link to somewhere else: `linked-folder` (exit 4). */
export const mustStay = (folder: string, ctx: Pick<Context, 'workspace' | 'env'>): void => {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return
  if (realpathSync(folder) === join(realpathSync(ctx.workspace), relative(ctx.workspace, folder))) return
  const shown = shownFile(folder, ctx)
  throw denied('linked-folder', `${shown} is a link that leads elsewhere`, {
    at: shown,
    why: 'the file would be written somewhere else',
    next: 'make it a folder',
  })
}

/**
 * Finds the file `llm.yaml` of the user or of the project. Raises `not-a-file` (exit 2), `no-folder` (exit 5), and
 * `linked-folder` (exit 4) when the project's folder leads elsewhere.
 */
export const ownFile = async (
  origin: Origin,
  ctx: Pick<Context, 'folders' | 'workspace' | 'env'>,
): Promise<ConfigFile> => {
  const folder = await folderOf(origin, ctx)
  const path = join(folder.path, 'llm.yaml')
  const shown = shownFile(path, ctx)
  if (origin === 'workspace') mustStay(folder.path, ctx)
  const bytes = bytesAt(path, shown)
  const resource = origin === 'workspace' ? `workspace:${shown}` : 'nimbus:config/llm'
  return { path, shown, resource, ...(bytes ? { bytes } : {}) }
}

/** Whether the file is in a state, read from disk anew. */
export const stateFindings = ({ path, shown, resource }: ConfigFile, expected: string): Finding[] => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  const found = status ? stateOf(readFileSync(path)) : 'absent'
  const message =
    found === expected ? `${shown} is as it should be` : `${shown} is not what was written: something changed it`
  return [{ status: found === expected ? 'pass' : 'fail', code: 'llm-config-written', message, resource }]
}
