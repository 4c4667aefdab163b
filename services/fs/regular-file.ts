import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { denied, failed, invalid, missing } from '@nimbus/kernel/define'

/** The most that one call reads or writes, in bytes: 4 MiB. */
export const largest = 4 * 1024 * 1024

/** Hex SHA-256 of some bytes. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** A regular file as read. */
export interface FileImage {
  bytes: Buffer
  /** Permission bits. */
  mode: number
  sha256: string
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''

const kindOf = (status: Stats): string => {
  if (status.isDirectory()) return 'a directory'
  if (status.isFIFO()) return 'a named pipe'
  if (status.isSocket()) return 'a socket'
  if (status.isCharacterDevice() || status.isBlockDevice()) return 'a device'
  return 'no regular file'
}

/** The error for a path that became a symbolic link after it had been checked. */
export const swapped = (shown: string) =>
  denied('path-changed', `${shown} changed while it was being used`, {
    at: shown,
    why: 'a part of the path became a symbolic link after it had been checked',
    next: 'see who changes it, then try again',
  })

const notRegular = (status: Stats, shown: string) =>
  invalid('not-a-file', `${shown} is ${kindOf(status)}`, {
    at: shown,
    why: 'only regular files are read and written',
    next: status.isDirectory() ? `list it with: nimbus fs list ${shown}` : 'name a regular file',
  })

/** An error of the file system in its four parts, for a path. */
export const fileError = (thrown: unknown, shown: string, did: string): unknown => {
  const said: Record<string, [why: string, next: string]> = {
    EACCES: ['you have no permission for it', 'see whose it is with: ls -l, or choose another file'],
    EPERM: ['you have no permission for it, or it is immutable', 'see whose it is with: ls -l, or choose another file'],
    EROFS: ['the file system is read-only', 'choose a file elsewhere'],
    ENOSPC: ['the disk is full', 'free some space on it, and run the command again'],
    EDQUOT: ['your quota is used up', 'free some space in it, and run the command again'],
    ENOTDIR: ['a part of the path is a file, not a directory', 'choose another file'],
    EISDIR: ['it is a directory', 'name a file in it'],
    ENAMETOOLONG: ['the name is too long for the file system', 'choose a shorter one'],
    EEXIST: ['something of that name appeared meanwhile', 'run the command again to see what would change now'],
  }
  const known = said[codeOf(thrown)]
  if (!known) return thrown
  const [why, next] = known
  return failed('file-error', `${shown} was not ${did}`, { at: shown, why, next, cause: thrown })
}

/**
 * What is known of an opened file, or `replaced` when another regular file was put in its place since it was opened, as
 * an atomic write does. Without giving way to anything else: the shorter it takes, the seldomer a file is replaced in it.
 */
const checked = (opened: number, file: string, shown: string): Stats | 'replaced' => {
  const status = fstatSync(opened)
  if (!status.isFile()) throw notRegular(status, shown)
  // The path was followed before the call began; what was opened must be what it leads to without any link. Of its
  // folder, because asking for the real path of a file that is replaced meanwhile says that there is none.
  const [folder, here] = [dirname(file), lstatSync(file)]
  if (realpathSync(folder) !== folder || !here.isFile()) throw swapped(shown)
  if (here.ino !== status.ino || here.dev !== status.dev) return 'replaced'
  if (status.size > largest)
    throw invalid('too-large', `${shown} is larger than 4 MiB`, {
      at: shown,
      why: `it has ${status.size} bytes`,
      next: 'files of this size are left to other programs, such as head, tail, grep or rm',
    })
  return status
}

/**
 * Reads a regular file whole, or gives undefined when there is none.
 *
 * Links are not followed and nothing but a regular file is waited on. Raises `not-a-file` and `too-large` (exit 2),
 * `path-changed` (exit 4), `file-error` and `file-busy` (exit 1).
 */
export const readIfAny = async (file: string, shown: string): Promise<FileImage | undefined> => {
  for (let tries = 0; tries < mostReplacements; tries++) {
    const image = await readOnce(file, shown)
    if (image !== 'replaced') return image
  }
  throw failed('file-busy', `${shown} was replaced again and again while it was read`, {
    at: shown,
    next: 'see who writes it, then try again',
  })
}

// Each try takes microseconds, a write at least a sync of the disk: whoever is faster ten times writes without one.
const mostReplacements = 10

const readOnce = async (file: string, shown: string): Promise<FileImage | 'replaced' | undefined> => {
  let opened: number | undefined
  try {
    // Without O_NONBLOCK opening a named pipe would wait for its writer for ever.
    opened = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const status = checked(opened, file, shown)
    if (status === 'replaced') return status
    const bytes = readFileSync(opened)
    return { bytes, mode: status.mode & 0o7777, sha256: sha256(bytes) }
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code === 'ENOENT') return undefined
    if (code === 'ELOOP') throw swapped(shown)
    if (code === 'ENXIO')
      throw invalid('not-a-file', `${shown} is a socket or device`, { at: shown, next: 'name a regular file' })
    throw fileError(thrown, shown, 'read')
  } finally {
    if (opened !== undefined) closeSync(opened)
  }
}

/** Reads a regular file whole. Raises `no-file` (exit 5) beside what `readIfAny` raises. */
export const readRegular = async (file: string, shown: string): Promise<FileImage> => {
  const image = await readIfAny(file, shown)
  if (image) return image
  throw missing('no-file', `There is no file ${shown}`, { at: shown, next: 'see what is there with: nimbus fs list' })
}

/** Bytes as text, or undefined when they are none: a NUL byte, or not UTF-8. A byte order mark is kept. */
export const textOf = (bytes: Uint8Array): string | undefined => {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // The only error of a fatal decoder: these bytes are not UTF-8.
    return undefined
  }
}

/** A text file. Raises `binary-file` (exit 2) beside what `readRegular` raises. */
export const readText = async (file: string, shown: string): Promise<FileImage & { text: string }> => {
  const image = await readRegular(file, shown)
  const text = textOf(image.bytes)
  if (text === undefined)
    throw invalid('binary-file', `${shown} is not text`, {
      at: shown,
      why: 'it holds bytes that are not UTF-8 text',
      next: 'open it with a program for what it holds, or make it UTF-8 first, such as with: iconv -t UTF-8',
    })
  return { ...image, text }
}
