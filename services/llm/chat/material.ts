import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import { invalid, missing } from '@nimbus/kernel/define'
import type { Part } from '../conversation/messages.ts'

/** A file's path from the workspace root; absolute when it lies outside. */
const shownPath = (file: string, workspace: string): string => {
  const inner = relative(workspace, file)
  return inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner) ? file : inner
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
    (cause: unknown) => {
      throw missing('no-file', `${shown} cannot be read`, { at: shown, why: String(cause), cause })
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

const textOf = (bytes: Buffer, shown: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw invalid('binary-file', `${shown} is not text`, {
      at: shown,
      why: 'it holds bytes that are not UTF-8',
      next: 'convert it, or give an image with --image',
      cause,
    })
  }
}

/**
 * Text files as one text, each between marks that name it, so that what is asked and what is only to be known stay
 * apart. Raises `no-file` (exit 5), `not-a-file`, `too-large` and `binary-file` (exit 2).
 */
export const contextText = async (files: readonly string[], workspace: string): Promise<string> => {
  const texts = await Promise.all(
    files.map(async (file) => {
      const shown = shownPath(file, workspace)
      const text = textOf(await bytesOf(file, shown, 'text'), shown)
      return `<file name=${JSON.stringify(shown)}>\n${text}${text.endsWith('\n') ? '' : '\n'}</file>`
    }),
  )
  return texts.join('\n')
}

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
