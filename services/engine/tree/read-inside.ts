import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Reads the beginning of files of one directory tree. The bytes are valid until the next call. */
export type ReadInside = (path: string, most: number) => { bytes: Uint8Array; size: number } | undefined

/**
 * A reader for the files below `top`, which has its links followed already.
 *
 * A file that is reached through a link, is no regular file, or cannot be opened gives undefined: a repository may hold
 * links to anywhere, and pipes that would be waited on for ever.
 */
export const readInside = (top: string): ReadInside => {
  const straight = new Map<string, boolean>()
  const isStraight = (directory: string): boolean => {
    const known = straight.get(directory)
    if (known !== undefined) return known
    const is = realOf(directory) === directory
    straight.set(directory, is)
    return is
  }
  let buffer = new Uint8Array(64 * 1024)
  return (path, most) => {
    const file = join(top, path)
    if (!isStraight(dirname(file))) return undefined
    try {
      const handle = openSync(file, flags)
      try {
        const status = fstatSync(handle)
        if (!status.isFile()) return undefined
        const wanted = Math.min(status.size, most)
        if (buffer.length < wanted) buffer = new Uint8Array(wanted)
        let length = 0
        while (length < wanted) {
          const read = readSync(handle, buffer, length, wanted - length, length)
          if (read === 0) break
          length += read
        }
        return { bytes: buffer.subarray(0, length), size: status.size }
      } finally {
        closeSync(handle)
      }
    } catch {
      // A link, gone, or closed to us.
      return undefined
    }
  }
}

const realOf = (directory: string): string | undefined => {
  try {
    return realpathSync(directory)
  } catch {
    // Listed by git and gone from the disk.
    return undefined
  }
}
