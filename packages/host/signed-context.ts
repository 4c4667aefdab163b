import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long a signature is good for. Peers share a host or a cluster clock; a call is sent at once. */
export const signatureLifetimeMs = 30_000

/** The header that carries the signature of a call between processes. */
export const signatureHeader = 'x-nimbus-signature'

/** Why a signature was not accepted. */
export type SignatureFault = 'malformed' | 'expired' | 'forged' | 'replayed'

const purpose = 'nimbus peer call v1'

const mac = (key: Uint8Array, expires: string, nonce: string, path: string, body: string): Buffer => {
  // A key of its own for this purpose, so that the home key never signs two kinds of text.
  const derived = createHmac('sha256', key).update(purpose).digest()
  const digest = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', derived).update([purpose, expires, nonce, path, digest].join('\n')).digest()
}

/**
 * Signs a call that another process of the same home is to run on someone's behalf.
 *
 * The signature covers the path and the whole body — principal, parent, approval and input — and is good for 30
 * seconds and one use. Gives the value of the header.
 */
export const signCall = (key: Uint8Array, path: string, body: string, now = Date.now()): string => {
  const expires = String(now + signatureLifetimeMs)
  const nonce = randomBytes(16).toString('base64url')
  return `v1 ${expires} ${nonce} ${mac(key, expires, nonce, path, body).toString('base64url')}`
}

/**
 * Checks a signature and remembers it until it expires, so that none counts twice. Undefined when the call is genuine,
 * else why it is not.
 */
export type SignatureCheck = (
  header: string | undefined,
  path: string,
  body: string,
  now?: number,
) => SignatureFault | undefined

/** A check for one process. */
export const createSignatureCheck = (key: Uint8Array): SignatureCheck => {
  const seen = new Map<string, number>()

  const forget = (now: number) => {
    // Insertion order is close to the order of expiry, so the walk stops at the first one that lives.
    for (const [nonce, expires] of seen) {
      if (expires >= now) return
      seen.delete(nonce)
    }
  }

  return (header, path, body, now = Date.now()) => {
    const match = /^v1 (\d{13}) ([\w-]{22}) ([\w-]{43})$/.exec(header ?? '')
    const [, expires, nonce, signature] = match ?? []
    if (!expires || !nonce || !signature) return 'malformed'
    if (!timingSafeEqual(Buffer.from(signature, 'base64url'), mac(key, expires, nonce, path, body))) return 'forged'
    const until = Number(expires)
    if (until < now || until > now + 2 * signatureLifetimeMs) return 'expired'
    forget(now)
    if (seen.has(nonce)) return 'replayed'
    seen.set(nonce, until)
    return undefined
  }
}
