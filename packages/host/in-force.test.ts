import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinSources } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { openHost } from './host.ts'

/** Longer than any test takes, so that only what must be seen at once is seen. */
const forever = 600_000

const forbidding = (effect: string) =>
  `rules:\n  - { operation: '**', effect: ${effect}, decide: deny, reason: not now }\n`

/** It may do more than it does here. */
const mayDoMore = operation({
  id: 'shelf.consult',
  summary: 'Look, and note down who looked where that is wanted',
  effect: 'update',
  input: z.object({}),
  output: z.object({}),
  examples: [{ title: 'Look', input: {} }],
  preview: async () => ({ changes: [{ resource: 'workspace:a', effect: 'read' }] }),
  run: async () => ({}),
})

const ground = async (staleMs?: number) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nimbus-in-force-')))
  const home = join(root, 'home')
  const workspace = join(root, 'workspace')
  mkdirSync(join(workspace, '.nimbus'), { recursive: true })
  const host = await openHost({
    version: 'test',
    catalog: joinSources([memorySource([...sampleOperations(new Map([['a', '1']])), mayDoMore])]),
    services: [],
    loadServices: async () => [],
    env: { NIMBUS_HOME: home, NIMBUS_PRINCIPAL: 'ada' },
    workspace,
    ...(staleMs === undefined ? {} : { staleMs }),
  })
  const call = (operation: string, input: unknown) =>
    host.invoke({ operation, input, principal: host.principal, surface: 'cli', consent: { yes: true, confirm: [] } })
  return {
    read: async () => (await call('shelf.get', { name: 'a' })).outcome,
    write: async () => (await call('shelf.put', { name: 'a', value: '2' })).outcome,
    consult: async () => (await call('shelf.consult', {})).outcome,
    /** By a person who has said nothing of a yes. */
    async writeUnasked() {
      const input = { name: 'a', value: '2' }
      const { principal } = host
      return (await host.invoke({ operation: 'shelf.put', input, principal, surface: 'http' })).outcome
    },
    config: (text: string) => writeFileSync(join(home, 'config.yaml'), text),
    policy: (text: string) => writeFileSync(join(home, 'policy.yaml'), text),
    workspacePolicy: (text: string) => writeFileSync(join(workspace, '.nimbus/policy.yaml'), text),
    async [Symbol.asyncDispose]() {
      await host.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

test('every call sees policy as it is, unless the host goes on serving', async () => {
  await using place = await ground()
  expect(await place.read()).toBe('done')
  place.policy(forbidding('read'))
  expect(await place.read()).toBe('denied')
  place.policy('')
  expect(await place.read()).toBe('done')
  place.workspacePolicy(forbidding('read'))
  expect(await place.read()).toBe('denied')
})

test('an effect sees policy as it is, however lately others looked', async () => {
  await using place = await ground(forever)
  expect(await place.write()).toBe('done')
  place.policy(forbidding('update'))
  expect(await place.write()).toBe('denied')
})

test('an effect sees the level of autonomy as it is, however lately others looked', async () => {
  await using place = await ground(forever)
  expect(await place.write()).toBe('done')
  place.config('autonomy: observe\n')
  expect(await place.write()).toBe('denied')
})

test('a read of a host that serves may be decided by what was seen lately, and never past an effect of its own', async () => {
  await using place = await ground(forever)
  expect(await place.read()).toBe('done')
  place.policy(forbidding('read'))
  expect(await place.read()).toBe('done')
  await place.write()
  expect(await place.read()).toBe('denied')
})

test('what only reads is decided like a read, whatever its operation may do at most', async () => {
  await using place = await ground(forever)
  expect(await place.read()).toBe('done')
  place.policy(forbidding('read'))
  expect(await place.consult()).toBe('done')
  expect(await place.read()).toBe('done')
  await place.write()
  expect(await place.consult()).toBe('denied')
})

test('an emergency that is over lifts no question, however lately others looked', async () => {
  await using place = await ground(forever)
  place.config('autonomy: break-glass\n')
  expect(await place.writeUnasked()).toBe('done')
  await place.read()
  place.config('autonomy: operate\n')
  expect(await place.writeUnasked()).toBe('approval')
})

test('a policy that is broken stays an error until it is mended', async () => {
  await using place = await ground()
  place.policy('rulez: []')
  expect(await place.read()).toBe('invalid')
  expect(await place.read()).toBe('invalid')
  place.policy('rules: []')
  expect(await place.read()).toBe('done')
})
