import { missing } from '@nimbus/kernel'

/** The folder that a command is typed in. Raises `no-folder` (exit 5) when somebody has removed it meanwhile. */
export const currentFolder = (): string => {
  try {
    return process.cwd()
  } catch (cause) {
    throw missing('no-folder', 'The current folder is not there any more', {
      why: 'it was removed or moved after the shell went into it',
      next: 'go to one that is there: cd ~',
      cause,
    })
  }
}
