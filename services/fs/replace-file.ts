import { constants } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, readlink, realpath, rename, rmdir, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { failed } from '@nimbus/kernel/define'
import { temporaryName } from './leftovers.ts'
import { fileError, swapped } from './regular-file.ts'

/**
 * Works inside a directory that cannot be exchanged underneath: on Linux names are reached through the open
 * directory, as openat(2) would; elsewhere the path is checked again before and after.
 */
const inDirectory = async <T>(
  directory: string,
  shown: string,
  work: (at: (name: string) => string) => Promise<T>,
): Promise<T> => {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
  const handle = await open(directory, flags).catch((error: NodeJS.ErrnoException) => {
    // It was a directory when it was looked at; a link answers ENOTDIR or ELOOP, by platform.
    throw error.code === 'ENOTDIR' || error.code === 'ELOOP' ? swapped(shown) : error
  })
  try {
    if (process.platform === 'linux') {
      const pinned = `/proc/self/fd/${handle.fd}`
      if ((await readlink(pinned)) !== directory) throw swapped(shown)
      return await work((name) => `${pinned}/${name}`)
    }
    if ((await realpath(directory)) !== directory) throw swapped(shown)
    const result = await work((name) => join(directory, name))
    if ((await realpath(directory)) !== directory) throw swapped(shown)
    return result
  } finally {
    // A reader of the directory after a crash sees the new name only once the directory itself is on disk.
    await handle.sync().catch(ignoreUnsupported)
    await handle.close()
  }
}

// Some file systems cannot sync a directory (EINVAL); the file itself has been synced.
const ignoreUnsupported = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EINVAL' && error.code !== 'EBADF') throw error
}

/** How a file is put in place. */
export interface Placing {
  mode: number
  /** Fail when something of that name is there, instead of replacing it. */
  exclusive: boolean
}

/** Root writes in the files of others, and they stay theirs; whoever may not give a file away keeps what they wrote. */
const keepOwner = async (handle: FileHandle, file: string): Promise<void> => {
  const [own, before] = await Promise.all([handle.stat(), lstat(file).catch(ignoreAbsent)])
  if (!before || (before.uid === own.uid && before.gid === own.gid)) return
  await handle.chown(before.uid, before.gid).catch((error: NodeJS.ErrnoException) => {
    // The second where the owner is nobody in a container.
    if (error.code !== 'EPERM' && error.code !== 'EINVAL') throw error
  })
}

/**
 * Puts bytes in a file at once: a temporary file beside it is written, synced and renamed, so that whoever reads sees
 * the old file or the new one. Raises `path-changed` (exit 4) and `file-error` (exit 1), and then leaves no trace.
 */
const replaceFile = async (file: string, shown: string, bytes: Uint8Array, placing: Placing): Promise<void> => {
  const temporary = temporaryName(file)
  try {
    await inDirectory(dirname(file), shown, async (at) => {
      try {
        const handle = await open(at(temporary), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
        try {
          await handle.writeFile(bytes)
          if (!placing.exclusive) await keepOwner(handle, at(basename(file)))
          await handle.chmod(placing.mode)
          await handle.sync()
        } finally {
          await handle.close()
        }
        if (placing.exclusive) await link(at(temporary), at(basename(file)))
        else await rename(at(temporary), at(basename(file)))
      } finally {
        await unlink(at(temporary)).catch(ignoreAbsent)
      }
    })
  } catch (thrown) {
    throw fileError(thrown, shown, 'written')
  }
}

const ignoreAbsent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error
  return undefined
}

/** Removes a file by name, never what a link leads to. Raises like `replaceFile`. */
export const removeFile = async (file: string, shown: string): Promise<void> => {
  try {
    await inDirectory(dirname(file), shown, (at) => unlink(at(basename(file))))
  } catch (thrown) {
    throw fileError(thrown, shown, 'removed')
  }
}

/** The directories above a file that are not there, outermost first. */
export const missingAbove = async (file: string): Promise<string[]> => {
  const above: string[] = []
  for (let at = dirname(file); (await statusOf(at)) === undefined; at = dirname(at)) above.unshift(at)
  return above
}

/** Makes the missing directories above a file; gives them, outermost first. */
const makeParents = async (file: string, shown: string): Promise<string[]> => {
  const made: string[] = []
  for (const directory of await missingAbove(file)) {
    const own = await mkdir(directory).then(
      () => true,
      async (error: NodeJS.ErrnoException) => {
        // Somebody who writes beside this was faster, and it is theirs.
        if (error.code === 'EEXIST' && (await statusOf(directory))?.isDirectory()) return false
        throw fileError(error, shown, 'written')
      },
    )
    if (own) made.push(directory)
  }
  return made
}

/**
 * The same, with the directories above it where the file must not be there yet; gives those that it made, outermost
 * first. Raises like `replaceFile`, and then leaves none of them.
 */
export const placeFile = async (
  file: string,
  shown: string,
  bytes: Uint8Array,
  placing: Placing,
): Promise<string[]> => {
  const made = placing.exclusive ? await makeParents(file, shown) : []
  try {
    await replaceFile(file, shown, bytes, placing)
    return made
  } catch (thrown) {
    await removeEmpty(made)
    throw thrown
  }
}

const statusOf = (path: string) =>
  lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    if (error.code === 'ENOTDIR')
      throw failed('file-error', `${path} was not made`, {
        at: path,
        why: 'a part of the path is a file',
        next: 'name a path through directories, or move that file away first',
        cause: error,
      })
    throw error
  })

/** Removes directories that are empty, innermost first; the first that is not empty ends it. */
export const removeEmpty = async (directories: readonly string[]): Promise<void> => {
  for (const directory of [...directories].sort((a, b) => b.length - a.length))
    try {
      await rmdir(directory)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      // Somebody put something there, or took it away: either way it is theirs now.
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT') return
      throw error
    }
}
