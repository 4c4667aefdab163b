import { expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { type Home, homeOf } from './home.ts'
import { createTokenCheck, localPrincipal, ownToken } from './tokens.ts'

const ground = () => {
  const root = mkdtempSync(join(tmpdir(), 'nimbus-tokens-'))
  return { home: homeOf({ NIMBUS_HOME: root }), [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}
const env = { USER: 'ada' }

const principalOf = (token: string, home: Home, variables: Readonly<Record<string, string>>) =>
  createTokenCheck(home, variables, () => undefined)(token)

test('the token is made once, for this user only, and stands for the person', () => {
  using place = ground()
  const { token } = ownToken(place.home, env)
  expect(token).toMatch(/^nimbus_[\w-]{43}$/)
  expect(ownToken(place.home, env).token).toBe(token)
  const path = join(place.home.tokens, 'default.json')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(place.home.tokens).mode & 0o777).toBe(0o700)
  expect(readdirSync(place.home.tokens)).toEqual(['default.json'])
  expect(principalOf(token, place.home, env)).toEqual(localPrincipal(env))
})

test('of processes that start at once, all get the same token', async () => {
  using place = ground()
  const script = `
    const { ownToken } = await import(${JSON.stringify(join(import.meta.dir, 'tokens.ts'))})
    const { homeOf } = await import(${JSON.stringify(join(import.meta.dir, 'home.ts'))})
    console.log(ownToken(homeOf(process.env), process.env).token)`
  const start = async () => {
    const child = Bun.spawn([process.execPath, '-e', script], {
      env: { ...process.env, NIMBUS_HOME: place.home.path, NIMBUS_TOKEN: '' },
      stdout: 'pipe',
    })
    return { said: (await child.stdout.text()).trim(), exit: await child.exited }
  }
  const started = await Promise.all([start(), start(), start(), start()])
  expect(started.map(({ exit }) => exit)).toEqual([0, 0, 0, 0])
  expect(new Set(started.map(({ said }) => said)).size).toBe(1)
  expect(readdirSync(place.home.tokens)).toEqual(['default.json'])
})

test.each(['', 'nimbus_', 'wrong'])('the token %p stands for nobody', (token) => {
  using place = ground()
  expect(principalOf(token, place.home, env)).toBeUndefined()
  ownToken(place.home, env)
  expect(principalOf(token, place.home, env)).toBeUndefined()
})

test('NIMBUS_TOKEN is used as it is, and no file is made', () => {
  using place = ground()
  const given = { ...env, NIMBUS_TOKEN: 'given-by-the-caller' }
  expect(ownToken(place.home, given).token).toBe('given-by-the-caller')
  expect(principalOf('given-by-the-caller', place.home, given)?.id).toBe('ada')
  expect(principalOf('given-by-the-caller', place.home, env)).toBeUndefined()
  expect(readdirSync(place.home.path)).toEqual([])
})

test.each([' ', 'a b', 'a\nb', 'pässwort'])('NIMBUS_TOKEN that nobody could send is refused: %j', async (token) => {
  using place = ground()
  const given = { ...env, NIMBUS_TOKEN: token }
  expect(await failure(Promise.try(() => ownToken(place.home, given)))).toMatchObject({
    code: 'invalid-token',
    exit: 2,
  })
})

test('a token that others can read is refused', async () => {
  using place = ground()
  const { token } = ownToken(place.home, env)
  const path = join(place.home.tokens, 'default.json')
  const check = createTokenCheck(place.home, env, () => undefined)
  expect(check(token)?.id).toBe('ada')
  chmodSync(path, 0o644)
  expect(await failure(Promise.try(() => ownToken(place.home, env)))).toMatchObject({
    code: 'open-token',
    exit: 4,
    next: `chmod 600 ${path}`,
  })
  expect(check(token)).toBeUndefined()
  chmodSync(path, 0o600)
  expect(check(token)?.id).toBe('ada')
})

test.each(['{', '{}', 'null', '{"token":"","principal":{}}', '{"token":"abc","principal":{"id":"eve"}}'])(
  'a file that holds %p stands for nobody, is told once and hides no other',
  async (text) => {
    using place = ground()
    const { token } = ownToken(place.home, env)
    const path = join(place.home.tokens, 'bad.json')
    writeFileSync(path, text, { mode: 0o600 })
    mkdirSync(join(place.home.tokens, 'folder.json'), { mode: 0o700 })
    const said: string[] = []
    const check = createTokenCheck(
      place.home,
      env,
      (_, message, data) => void said.push(`${message} ${String(data?.path)}`),
    )
    for (const unknown of ['abc', 'undefined', 'wrong']) expect(check(unknown)).toBeUndefined()
    expect(check(token)?.id).toBe('ada')
    expect(said.toSorted()).toEqual(
      ['bad.json', 'folder.json'].map((name) => `a file of tokens is passed over ${join(place.home.tokens, name)}`),
    )
  },
)

test('an own token that is none says how to get another', async () => {
  using place = ground()
  mkdirSync(place.home.tokens, { recursive: true })
  writeFileSync(join(place.home.tokens, 'default.json'), '{}', { mode: 0o600 })
  expect(await failure(Promise.try(() => ownToken(place.home, env)))).toMatchObject({ code: 'invalid-token', exit: 2 })
})

test('the person is who NIMBUS_PRINCIPAL says, else the login name', () => {
  expect(localPrincipal({ USER: 'ada', NIMBUS_PRINCIPAL: 'bob' })).toMatchObject({ id: 'bob', kind: 'person' })
  expect(localPrincipal({ USER: 'ada' }).id).toBe('ada')
  expect(localPrincipal({}).id).not.toBe('')
})
