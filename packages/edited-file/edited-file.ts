import { createHash } from 'node:crypto'

/** What a file holds; undefined where there is none. */
export type Content = Uint8Array | string | undefined

/** A file that people edit and that operations change, as it is now. */
export interface EditedFile {
  /** Absolute. */
  path: string
  /** As a person knows it. */
  shown: string
  /** The URI for policy. */
  resource: string
  /** Absent when there is no such file. */
  bytes?: Buffer
}

/** The state of a file: the SHA-256 of what it holds, or `absent`. */
export const stateOf = (content: Content): string =>
  content === undefined ? 'absent' : createHash('sha256').update(content).digest('hex')
