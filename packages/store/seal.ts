import { failed, NimbusError } from '@nimbus/kernel'

// Loaded with the first secret: it costs milliseconds, and a command that only reads needs none of it.
const crypto = () => process.getBuiltinModule('node:crypto')

const nonceLength = 12
const tagLength = 16

/** Encrypts and decrypts texts and bytes; `place` ties them to their row, so that rows cannot be exchanged. */
export interface Seal {
  close(content: string | Uint8Array, place: string): Uint8Array
  /** Raises `store-sealed` (exit 1) when the key is another one or the bytes were changed. */
  open(sealed: Uint8Array, place: string): string
  /** The same for bytes. */
  openBytes(sealed: Uint8Array, place: string): Uint8Array
}

const hmac = (key: Uint8Array, text: Uint8Array | string): Buffer =>
  new Bun.CryptoHasher('sha256', key).update(text).digest()

/**
 * A key for one purpose, derived from the home's key: HKDF-SHA-256 without salt, of one block (RFC 5869, 2.2 and 2.3).
 * Every effect signs a checkpoint with one, and need not load a module for it.
 */
export const derivedKey = (key: Uint8Array, purpose: string): Buffer =>
  hmac(hmac(new Uint8Array(32), key), `nimbus ${purpose}\u0001`)

/** What can be opened of some rows; whoever hears of the others goes on without them, and nobody else does. */
export const openable = <Row extends { id: string }, Opened>(
  rows: readonly Row[],
  open: (row: Row) => Opened,
  closed: ((id: string) => void) | undefined,
): Opened[] =>
  rows.flatMap((row) => {
    try {
      return [open(row)]
    } catch (thrown) {
      if (!closed || !(thrown instanceof NimbusError) || thrown.data.code !== 'store-sealed') throw thrown
      closed(row.id)
      return []
    }
  })

/** AES-256-GCM (NIST SP 800-38D) with a random nonce: `nonce ‖ tag ‖ ciphertext`. */
export const createSeal = (key: Uint8Array): Seal => {
  let derived: Buffer | undefined
  const own = () => {
    derived ??= derivedKey(key, 'seal')
    return derived
  }
  const opened = (sealed: Uint8Array, place: string): Buffer => {
    const bytes = Buffer.from(sealed)
    try {
      const decipher = crypto()
        .createDecipheriv('aes-256-gcm', own(), bytes.subarray(0, nonceLength))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength))
      return Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()])
    } catch (cause) {
      throw failed('store-sealed', 'A sealed record cannot be opened', {
        at: place,
        why: 'the key is not the one that sealed it, or the record was changed',
        next: 'put back the key file that belongs to this database: homes that share one share its key; or store the value again',
        cause,
      })
    }
  }
  return {
    close(content, place) {
      const nonce = crypto().randomBytes(nonceLength)
      const cipher = crypto().createCipheriv('aes-256-gcm', own(), nonce).setAAD(Buffer.from(place))
      const plain = typeof content === 'string' ? Buffer.from(content) : content
      const body = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open: (sealed, place) => opened(sealed, place).toString(),
    openBytes: (sealed, place) => new Uint8Array(opened(sealed, place)),
  }
}
