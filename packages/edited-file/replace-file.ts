import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { failed } from '@nimbus/kernel'
import type { Content, EditedFile } from './edited-file.ts'

/**
 * Who may read a file: its owner alone, whatever it was before; or as before, and of a new one its owner alone, because
 * keys may be in it, or whoever the umask lets.
 */
export type Readers = 'only-owner' | 'owner-when-new' | 'umask-when-new'

const modeFor = (path: string, readers: Readers): number => {
  const before = readers === 'only-owner' ? undefined : lstatSync(path, { throwIfNoEntry: false })
  if (before?.isFile()) return before.mode & 0o777
  return readers === 'umask-when-new' ? 0o666 & ~process.umask() : 0o600
}

/** A file may not be given away, or its owner is nobody in a container. */
const keepsOwn: ReadonlySet<unknown> = new Set(['EPERM', 'EINVAL'])

/** Root edits the files of others, and they stay theirs; whoever may not give a file away keeps what they wrote. */
const keepOwner = (descriptor: number, path: string): void => {
  const before = lstatSync(path, { throwIfNoEntry: false })
  const own = fstatSync(descriptor)
  if (!before?.isFile() || (before.uid === own.uid && before.gid === own.gid)) return
  try {
    fchownSync(descriptor, before.uid, before.gid)
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && keepsOwn.has(thrown.code))) throw thrown
  }
}

/**
 * Writes a file that was not there, as its successor has to be. All by its descriptor: to whom the folder belongs may
 * put a link in its place, and give away or open what that leads to.
 */
const writeSuccessor = (temporary: string, content: Exclude<Content, undefined>, path: string, readers: Readers) => {
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    writeFileSync(descriptor, content)
    // What is for its owner alone becomes nobody else's.
    if (readers !== 'only-owner') keepOwner(descriptor, path)
    // What a file is made with loses what the umask takes.
    fchmodSync(descriptor, modeFor(path, readers))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** What the temporary files of `replaceFile` are called that stand beside a file. */
export const isTemporary = (name: string, path: string): boolean =>
  name.startsWith(`.${basename(path)}.`) && name.endsWith('.tmp')

/** The failure to write a file: `write-failed` (exit 1). */
export const notWritten = (shown: string, cause: unknown) =>
  failed('write-failed', `${shown} was not written`, {
    at: shown,
    why: cause instanceof Error ? cause.message : String(cause),
    next: 'make its folder writable, or free some space',
    cause,
  })

/**
 * Gives a file this content at once, or with undefined removes it: whoever reads sees the old one or the new one.
 *
 * What stands at the path is replaced, a link as well: who wants to write what a link leads to asks `realPlace` first.
 * Raises `write-failed` (exit 1) and then leaves no trace.
 */
export const replaceFile = (
  { path, shown }: Pick<EditedFile, 'path' | 'shown'>,
  content: Content,
  readers: Readers,
): void => {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.tmp`)
  try {
    if (content === undefined) return rmSync(path, { force: true })
    mkdirSync(dirname(path), { recursive: true, mode: readers === 'umask-when-new' ? 0o777 : 0o700 })
    writeSuccessor(temporary, content, path, readers)
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw notWritten(shown, cause)
  }
}
