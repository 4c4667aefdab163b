import { lstatSync, realpathSync } from 'node:fs'
import { join, relative } from 'node:path'
import { denied } from '@nimbus/kernel'

/** Refuses a folder of the workspace that is a link to somewhere else: `linked-folder` (exit 4). */
export const mustStay = ({ path, shown }: { path: string; shown: string }, workspace: string): void => {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return
  if (realpathSync(path) === join(realpathSync(workspace), relative(workspace, path))) return
  throw denied('linked-folder', `${shown} is a link that leads elsewhere`, {
    at: shown,
    why: 'the file would be read and written somewhere else',
    next: 'make it a folder',
  })
}
