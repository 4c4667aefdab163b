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
import { denied, type Principal } from '@nimbus/kernel'
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

const readToken = (path: string): TokenFile => {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw denied('open-token', `${path} can be read by others`, { at: path, next: `chmod 600 ${path}` })
  return JSON.parse(readFileSync(path, 'utf8')) as TokenFile
}

/** The token of this machine's person: `NIMBUS_TOKEN`, else generated once into the home with mode 0600. */
export const ownToken = (home: Home, env: Environment): TokenFile => {
  if (env.NIMBUS_TOKEN) return { token: env.NIMBUS_TOKEN, principal: localPrincipal(env) }
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

/** Who a token stands for, among `NIMBUS_TOKEN` and the files in the home. Compares in constant time. */
export const principalOf = (token: string, home: Home, env: Environment): Principal | undefined => {
  const given = hash(token)
  // Loaded late: a command line compares no tokens.
  const { timingSafeEqual } = process.getBuiltinModule('node:crypto')
  const same = (other: string) => timingSafeEqual(given, hash(other))
  if (env.NIMBUS_TOKEN && same(env.NIMBUS_TOKEN)) return localPrincipal(env)
  if (!existsSync(home.tokens)) return undefined
  for (const name of readdirSync(home.tokens).filter((each) => each.endsWith('.json'))) {
    const file = readToken(join(home.tokens, name))
    if (same(file.token)) return file.principal
  }
  return undefined
}
