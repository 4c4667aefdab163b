import { realpath, stat } from 'node:fs/promises'
import { invalid, missing } from '@nimbus/kernel/define'
import { refuseHome } from './protected.ts'
import { swapped } from './regular-file.ts'

/**
 * Checks that a path is a directory, reached without a link, and none of Nimbus's own.
 *
 * Raises `no-directory` (exit 5), `not-a-directory` (exit 2), `path-changed` and `protected-path` (exit 4).
 */
export const requireDirectory = async (directory: string, shown: string): Promise<void> => {
  refuseHome(directory, shown)
  const status = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!status)
    throw missing('no-directory', `There is no directory ${shown}`, {
      at: shown,
      next: 'see what is there with: nimbus fs tree',
    })
  if (!status.isDirectory())
    throw invalid('not-a-directory', `${shown} is not a directory`, {
      at: shown,
      next: `read it with: nimbus fs read ${shown}`,
    })
  if ((await realpath(directory)) !== directory) throw swapped(shown)
}
