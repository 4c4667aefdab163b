import { existsSync } from 'node:fs'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Blobs, failed } from '@nimbus/kernel'
import type { Seal } from './seal.ts'
import { change, row, type Sql } from './sql.ts'
import { driverCode } from './store-errors.ts'

const hashOf = (bytes: Uint8Array): string => new Bun.CryptoHasher('sha256').update(bytes).digest('hex')

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

const damaged = (at: string) =>
  failed('blob-damaged', 'A kept file is damaged', {
    at,
    why: 'its bytes no longer have the hash that it is named for',
    next: 'restore it from a backup; what depends on it, such as an undo, cannot be done',
  })

const placeOf = (hash: string): string => `blob ${hash}`

/**
 * Blobs as sealed files of mode 0600 under a folder, each named for the hash of its contents; appear whole or not at
 * all. Sealed, because a kept Terraform plan or a before-image may hold secrets.
 */
export const fileBlobs = (folder: string, seal: Seal): Blobs => {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash)

  return {
    async put(bytes) {
      const hash = hashOf(bytes)
      const path = pathOf(hash)
      if (existsSync(path)) return hash
      const draft = `${path}.${process.pid}.${crypto.randomUUID()}`
      try {
        await mkdir(join(folder, hash.slice(0, 2)), { recursive: true, mode: 0o700 })
        await writeFile(draft, seal.close(bytes, placeOf(hash)), { mode: 0o600, flag: 'wx' })
        await link(draft, path)
      } catch (cause) {
        if (driverCode(cause) !== 'EEXIST')
          throw failed('blob-unwritable', 'A file could not be kept', {
            at: folder,
            why: cause instanceof Error ? cause.message : String(cause),
            next: 'make room on that disk and the folder writable for you',
            cause,
          })
      } finally {
        await rm(draft, { force: true })
      }
      return hash
    },

    async get(hash) {
      if (!isHash(hash)) return undefined
      const path = pathOf(hash)
      if (!existsSync(path)) return undefined
      const bytes = seal.openBytes(await readFile(path), placeOf(hash))
      if (hashOf(bytes) !== hash) throw damaged(path)
      return bytes
    },
  }
}

/** Sealed blobs in a table, for databases that several hosts share. */
export const tableBlobs = (sql: Sql, tenant: string, seal: Seal): Blobs => ({
  async put(bytes) {
    const hash = hashOf(bytes)
    await sql.write(() =>
      change(
        'INSERT INTO blobs (tenant, principal, hash, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        tenant,
        'nimbus',
        hash,
        seal.close(bytes, placeOf(hash)),
      ),
    )
    return hash
  },

  async get(hash) {
    const found = await sql.read(() =>
      row<{ bytes: Uint8Array }>('SELECT bytes FROM blobs WHERE tenant = ? AND hash = ?', tenant, hash),
    )
    if (!found) return undefined
    const bytes = seal.openBytes(found.bytes, placeOf(hash))
    if (hashOf(bytes) !== hash) throw damaged(placeOf(hash))
    return bytes
  },
})
