import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type EditedFile, mustStay, stateFinding } from '@nimbus/edited-file'
import { type Context, type Finding, invalid } from '@nimbus/kernel/define'
import { folderOf, type Origin, shownFile } from './files.ts'

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

/**
 * Finds the file `llm.yaml` of the user or of the project. Raises `not-a-file` (exit 2), `no-folder` (exit 5), and
 * `linked-folder` (exit 4) when the project's folder leads elsewhere.
 */
export const ownFile = async (
  origin: Origin,
  ctx: Pick<Context, 'folders' | 'workspace' | 'env'>,
): Promise<EditedFile> => {
  const folder = await folderOf(origin, ctx)
  const path = join(folder.path, 'llm.yaml')
  const shown = shownFile(path, ctx)
  if (origin === 'workspace') mustStay({ path: folder.path, shown: shownFile(folder.path, ctx) }, ctx.workspace)
  const bytes = bytesAt(path, shown)
  const resource = origin === 'workspace' ? `workspace:${shown}` : 'nimbus:config/llm'
  return { path, shown, resource, ...(bytes ? { bytes } : {}) }
}

/** Whether the file is in a state, read from disk anew. */
export const stateFindings = (file: EditedFile, expected: string): Finding[] => [
  stateFinding(file, expected, 'llm-config-written'),
]
