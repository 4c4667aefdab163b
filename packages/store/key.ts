import { closeSync, fstatSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { failed, NimbusError } from '@nimbus/kernel'

const keyLength = 32

const absent = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'EEXIST')

const create = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.${crypto.randomUUID()}`
  try {
    writeFileSync(draft, crypto.getRandomValues(new Uint8Array(keyLength)), { mode: 0o600, flag: 'wx' })
    // A link either appears whole or not at all, and never replaces the key of a faster process.
    linkSync(draft, path)
  } catch (thrown) {
    if (!absent(thrown)) throw thrown
  } finally {
    rmSync(draft, { force: true })
  }
}

const read = (path: string): Uint8Array => {
  const file = openSync(path, 'r')
  try {
    const { mode } = fstatSync(file)
    if ((mode & 0o077) !== 0 && process.platform !== 'win32')
      throw failed('key-exposed', 'The key of Nimbus can be read by others', {
        at: path,
        why: `its mode is ${(mode & 0o777).toString(8)}; it opens every stored credential`,
        next: `chmod 600 ${path}, and replace the credentials if others may have read it`,
      })
    const bytes = new Uint8Array(readFileSync(file))
    if (bytes.length !== keyLength)
      throw failed('key-damaged', 'The key of Nimbus is damaged', {
        at: path,
        why: `it has ${bytes.length} bytes, not ${keyLength}`,
        next: 'restore it from a backup; without it stored plans and credentials cannot be opened',
      })
    return bytes
  } finally {
    closeSync(file)
  }
}

const readOrMade = (path: string): Uint8Array => {
  try {
    return read(path)
  } catch (thrown) {
    if (!absent(thrown)) throw thrown
    create(path)
    return read(path)
  }
}

const unusable = (path: string, cause: unknown) =>
  failed('key-unusable', 'The key of Nimbus cannot be read or made', {
    at: path,
    why: cause instanceof Error ? cause.message : String(cause),
    next: 'make the file yours, if sudo made it, and see that its disk has room',
    cause,
  })

/**
 * The 32 bytes that seal plans and credentials and sign the audit checkpoint; made on first use, mode 0600.
 *
 * Raises `key-exposed` when others may read the file, `key-damaged` when it has another length, and `key-unusable` when
 * it cannot be read or made (exit 1).
 */
export const loadKey = (path: string): Uint8Array => {
  try {
    return readOrMade(path)
  } catch (thrown) {
    throw thrown instanceof NimbusError ? thrown : unusable(path, thrown)
  }
}
