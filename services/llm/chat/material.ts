import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import { invalid, missing } from '@nimbus/kernel/define'
import type { Part } from '../conversation/messages.ts'
import { markedFiles, type TextFile } from './marked-files.ts'

/** A file's path from the workspace root, `.` for the root itself; absolute when it lies outside. */
export const shownPath = (file: string, workspace: string): string => {
  const inner = relative(workspace, file)
  return inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner) ? file : inner || '.'
}

/** The URI of a file for policy, so that files that look like secrets are asked about before a model sees them. */
export const materialResource = (file: string, workspace: string): string => {
  const shown = shownPath(file, workspace)
  return isAbsolute(shown) ? `file:${shown}` : `workspace:${shown}`
}

/** The most of one file that is sent, in bytes. Google takes 20 MB in a request, the others more (read 2026-11). */
const largest = { text: 4 * 1024 * 1024, image: 10 * 1024 * 1024 }

const bytesOf = async (file: string, shown: string, kind: keyof typeof largest): Promise<Buffer> => {
  // Without O_NONBLOCK a named pipe would be waited on for ever; a link was followed before the call began.
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT')
        throw missing('no-file', `There is no file ${shown}`, {
          at: shown,
          next: 'see what is there with: nimbus fs list',
          cause,
        })
      throw missing('no-file', `${shown} cannot be read`, {
        at: shown,
        why: String(cause),
        next: 'name a file that you may read',
        cause,
      })
    },
  )
  try {
    const status = await handle.stat()
    if (!status.isFile()) throw invalid('not-a-file', `${shown} is no regular file`, { at: shown, next: 'name a file' })
    if (status.size > largest[kind])
      throw invalid('too-large', `${shown} is larger than ${largest[kind] / 1024 / 1024} MiB`, {
        at: shown,
        why: `it has ${status.size} bytes`,
        next: kind === 'text' ? 'give the part that matters' : 'give a smaller image',
      })
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

const decoded = (bytes: Buffer): string | undefined => {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // The only error of a fatal decoder: these bytes are not UTF-8.
    return undefined
  }
}

/** Reads a text file. Raises `no-file` (exit 5), `not-a-file`, `too-large` and `binary-file` (exit 2). */
export const textFile = async (file: string, workspace: string): Promise<TextFile> => {
  const shown = shownPath(file, workspace)
  const text = decoded(await bytesOf(file, shown, 'text'))
  if (text !== undefined) return { shown, text }
  throw invalid('binary-file', `${shown} is not text`, {
    at: shown,
    why: 'it holds bytes that are not UTF-8 text',
    next: 'convert it, or give an image with --image where images are taken',
  })
}

/** Text files as one text, so that what is asked and what is only to be known stay apart. Raises like `textFile`. */
export const contextText = async (files: readonly string[], workspace: string): Promise<string> =>
  markedFiles(await Promise.all(files.map((file) => textFile(file, workspace))))

/** The first bytes, in hex, of the images that models take: https://www.iana.org/assignments/media-types (image). */
const signatures: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^47494638(37|39)61/],
  ['image/webp', /^52494646.{8}57454250/],
]

/** An image file as a part of a message; its kind is told by its bytes. Raises `not-an-image` (exit 2) as well. */
export const imagePart = async (file: string, workspace: string): Promise<Part> => {
  const shown = shownPath(file, workspace)
  const bytes = await bytesOf(file, shown, 'image')
  const [mediaType] = signatures.find(([, pattern]) => pattern.test(bytes.toString('hex', 0, 12))) ?? []
  if (mediaType) return { type: 'image', mediaType, data: bytes.toString('base64') }
  throw invalid('not-an-image', `${shown} is no image that models take`, {
    at: shown,
    why: 'its first bytes are not those of PNG, JPEG, GIF or WebP',
    next: 'convert it to PNG',
  })
}
