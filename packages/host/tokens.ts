import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { denied, invalid, type Ports, type Principal, toErrorData } from '@nimbus/kernel'
import type { Home } from './home.ts'

interface TokenFile {
  token: string
  principal: Principal
}

type Environment = Readonly<Record<string, string | undefined>>

// A bare container may have no name for its user.
const loginName = (): string => {
  const { username, uid } = userInfo()
  return username && username !== 'unknown' ? username : `uid-${uid}`
}

/** The person at this machine: their login name, in the tenant `local` unless `NIMBUS_TENANT` says otherwise. */
export const localPrincipal = (env: Environment): Principal => ({
  tenant: env.NIMBUS_TENANT || 'local',
  id: env.NIMBUS_PRINCIPAL || env.USER || env.LOGNAME || loginName(),
  kind: 'person',
  scopes: ['invoke', 'approve'],
})

const hash = (text: string): Uint8Array => new Bun.CryptoHasher('sha256').update(text).digest()

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

const isTokenFile = (value: unknown): value is TokenFile => {
  const { token, principal } = (value ?? {}) as { token?: unknown; principal?: Partial<Principal> | null }
  if (!principal || ![token, principal.tenant, principal.id].every(isText)) return false
  const { kind, scopes } = principal
  return (kind === 'person' || kind === 'model' || kind === 'service') && Array.isArray(scopes) && scopes.every(isText)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const readToken = (path: string): TokenFile => {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw denied('open-token', `${path} can be read by others`, { at: path, next: `chmod 600 ${path}` })
  const file = parsed(readFileSync(path, 'utf8'))
  if (isTokenFile(file)) return file
  throw invalid('invalid-token', `${path} holds no token`, {
    at: path,
    why: 'it is not JSON with a token and who that stands for',
    next: 'delete it; default.json is made anew by the next nimbus serve',
  })
}

/** What a header carries as it is. */
const sendable = /^[!-~]+$/

const unsendable = () =>
  invalid('invalid-token', 'NIMBUS_TOKEN cannot be sent in a header', {
    at: 'NIMBUS_TOKEN',
    why: 'it holds a space, a line break or a letter beyond ASCII',
    next: 'use letters, digits and signs: export NIMBUS_TOKEN="$(openssl rand -hex 32)"',
  })

/**
 * The token of this machine's person: `NIMBUS_TOKEN`, else generated once into the home with mode 0600. Raises
 * `invalid-token` (exit 2) for one that nobody could send.
 */
export const ownToken = (home: Home, env: Environment): TokenFile => {
  if (env.NIMBUS_TOKEN) {
    if (!sendable.test(env.NIMBUS_TOKEN)) throw unsendable()
    return { token: env.NIMBUS_TOKEN, principal: localPrincipal(env) }
  }
  const path = join(home.tokens, 'default.json')
  if (!existsSync(path)) {
    mkdirSync(home.tokens, { recursive: true, mode: 0o700 })
    const token = `nimbus_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')}`
    const temporary = `${path}.${process.pid}`
    writeFileSync(temporary, JSON.stringify({ token, principal: localPrincipal(env) }), { mode: 0o600 })
    chmodSync(temporary, 0o600)
    try {
      // A link fails where a rename would replace: of two processes starting at once, the first one's token stays.
      linkSync(temporary, path)
    } catch (error) {
      if (!existsSync(path)) throw error
    } finally {
      unlinkSync(temporary)
    }
  }
  return readToken(path)
}

/**
 * Tells who a token stands for, among `NIMBUS_TOKEN` and the files in the home. Compares in constant time.
 *
 * A file is read when it is new or has changed. One that holds no token, or that others can read, stands for nobody
 * and is told to the log: whoever sends a token hears nothing of the other files.
 */
export const createTokenCheck = (
  home: Home,
  env: Environment,
  log: Ports['log'],
): ((token: string) => Principal | undefined) => {
  const read = new Map<string, { stamp: string; hash: Uint8Array; principal: Principal }>()
  const told = new Map<string, string>()

  const known = (path: string) => {
    const { ino, mtimeMs, ctimeMs, size } = statSync(path)
    const stamp = `${ino} ${mtimeMs} ${ctimeMs} ${size}`
    const before = read.get(path)
    if (before?.stamp === stamp) return before
    const { token, principal } = readToken(path)
    const file = { stamp, hash: hash(token), principal }
    read.set(path, file)
    return file
  }

  const usable = (path: string) => {
    try {
      return known(path)
    } catch (thrown) {
      const { message } = toErrorData(thrown)
      if (told.get(path) !== message) log('warn', 'a file of tokens is passed over', { path, error: message })
      told.set(path, message)
      return undefined
    }
  }

  return (token) => {
    const given = hash(token)
    // Loaded late: a command line compares no tokens.
    const { timingSafeEqual } = process.getBuiltinModule('node:crypto')
    if (env.NIMBUS_TOKEN && timingSafeEqual(given, hash(env.NIMBUS_TOKEN))) return localPrincipal(env)
    if (!existsSync(home.tokens)) return undefined
    for (const name of readdirSync(home.tokens).filter((each) => each.endsWith('.json'))) {
      const file = usable(join(home.tokens, name))
      if (file && timingSafeEqual(given, file.hash)) return file.principal
    }
    return undefined
  }
}
