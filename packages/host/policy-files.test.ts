import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { ensureHome, homeOf } from './home.ts'
import { policyLayers } from './policy-files.ts'
import { createTrust } from './trust.ts'

const ground = (files: { user?: string; workspace?: string } = {}) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nimbus-policy-')))
  const home = homeOf({ NIMBUS_HOME: join(root, 'home') })
  const workspace = join(root, 'workspace')
  ensureHome(home)
  mkdirSync(join(workspace, '.nimbus'), { recursive: true })
  if (files.user !== undefined) writeFileSync(home.policy, files.user)
  if (files.workspace !== undefined) writeFileSync(join(workspace, '.nimbus/policy.yaml'), files.workspace)
  const trust = createTrust(home, () => new Date())
  return {
    home,
    workspace,
    trust,
    layers: (autonomy = 'operate') => policyLayers(home, workspace, trust, autonomy),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}

const rule = (more: string) => `rules:\n  - ${more}\n`

test('the layers are the defaults, the user, the workspace', async () => {
  using place = ground({ user: rule('{ operation: a.b, decide: deny, reason: mine }') })
  expect((await place.layers()).map(({ name, rules }) => [name, rules.length > 0])).toEqual([
    ['defaults', true],
    ['user', true],
    ['workspace', false],
  ])
})

test.each([
  ['- a list', 'must be a mapping', 'policy.yaml'],
  ['rulez: []', 'no field rulez', 'policy.yaml'],
  ['rules: 5', 'rules must be a list', 'policy.yaml'],
  ['protected: production', 'protected must be a list', 'policy.yaml'],
  ['protected: [5]', 'protected must be a list', 'policy.yaml'],
  [rule('text'), 'must be a mapping', 'rules.0'],
  [rule('{ decide: deny, reason: x }'), 'needs operation', 'rules.0'],
  [rule('{ operation: "", decide: deny, reason: x }'), 'needs operation', 'rules.0'],
  [rule('{ operation: a, reason: x }'), 'needs decide', 'rules.0'],
  [rule('{ operation: a, decide: forbid, reason: x }'), 'needs decide', 'rules.0'],
  [rule('{ operation: a, decide: deny }'), 'needs a reason', 'rules.0'],
  [rule('{ operation: a, decide: deny, reason: x, effect: destroy }'), 'destroy is not an effect', 'rules.0'],
  [rule('{ operation: a, decide: deny, reason: x, resource: [b] }'), 'resource must be text', 'rules.0'],
  [rule('{ operation: a, decide: deny, reason: x, except: 5 }'), 'except must be text', 'rules.0'],
  [rule('{ operation: a, decide: deny, reason: x, principal: {} }'), 'principal must be text', 'rules.0'],
  [rule('{ operation: a, decide: deny, reason: x, direct: false }'), 'direct must be true', 'rules.0'],
  [rule('{ operation: a, decide: deny, reason: x, unedited: 1 }'), 'unedited must be true', 'rules.0'],
  [rule('{ operation: a, decide: deny, reason: x, match: 5 }'), 'must be a list', 'match'],
  [rule('{ operation: a, decide: deny, reason: x, match: [5] }'), 'a mapping of texts', 'match'],
  [rule('{ operation: a, decide: deny, reason: x, match: [{ operation: b }] }'), 'what its samples say', 'rules.0'],
  [rule('{ operation: a, decide: deny, reason: x, notMatch: [{ operation: a }] }'), 'what its samples say', 'rules.0'],
  ['rules: [', 'cannot be read as YAML', 'policy.yaml:1:9'],
  [
    'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b]',
    'as YAML',
    'policy.yaml',
  ],
  [`# ${'x'.repeat(1_048_577)}`, 'larger than 1 MiB', 'policy.yaml'],
] as const)('%p is refused: %s', async (text, message, at) => {
  for (const name of ['user', 'workspace'] as const) {
    using place = ground({ [name]: text })
    const error = await failure(place.layers())
    expect(error).toMatchObject({ code: 'invalid-policy', exit: 2 })
    expect(error.message).toContain(message)
    expect(error.at).toContain(at)
    expect(error.next).toMatch(/\w/)
  }
})

test('a mistyped field is answered with the right one', async () => {
  using place = ground({ user: rule('{ operation: a, decide: deny, reason: x, resorce: b }') })
  expect(await failure(place.layers())).toMatchObject({ next: 'did you mean resource?' })
})

test('a policy that is no ordinary file is refused and not waited for', async () => {
  using place = ground()
  symlinkSync('/dev/zero', join(place.workspace, '.nimbus/policy.yaml'))
  expect(await failure(place.layers())).toMatchObject({ code: 'invalid-policy', why: 'it is no ordinary file' })
})

const both =
  'rules:\n  - { operation: a.b, decide: allow, reason: x }\n  - { operation: a.b, decide: deny, reason: y }\n'

test('an untrusted workspace may tighten and not loosen; a trusted one may do both', async () => {
  using place = ground({ workspace: both })
  const decided = async () => (await place.layers()).at(-1)?.rules.map(({ decide }) => decide)
  expect(await decided()).toEqual(['deny'])
  await place.trust.grant(place.workspace, 'ada')
  expect(await decided()).toEqual(['allow', 'deny'])
})

test('an untrusted workspace may protect environments', async () => {
  using place = ground({ workspace: 'protected: [production]' })
  expect((await place.layers()).at(-1)?.protected).toEqual(['production'])
})

test('a level of autonomy only adds rules that tighten', async () => {
  using place = ground()
  for (const level of ['observe', 'propose', 'operate', 'break-glass'])
    expect((await place.layers(level)).slice(3).flatMap(({ rules }) => rules.map(({ decide }) => decide))).toEqual(
      level === 'observe' ? ['deny'] : level === 'propose' ? ['plan'] : [],
    )
})

test('a file that is written again is read again', async () => {
  using place = ground({ user: 'protected: [a]' })
  await place.layers()
  writeFileSync(place.home.policy, 'protected: [a, b]')
  expect((await place.layers())[1]?.protected).toEqual(['a', 'b'])
})
