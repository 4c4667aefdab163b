import { expect, test } from 'bun:test'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { failed, operation, Secret, z } from './define.ts'
import type { Operation } from './operation.ts'

const workspace = '/srv/workspace'
const open = (operations: readonly Operation[], more: Partial<Parameters<typeof memoryGateway>[1]> = {}) =>
  memoryGateway([memorySource(operations)], { workspace, ...more })

const base = { input: z.object({}), output: z.object({}), summary: 'Do it', examples: [{ title: 'Do it', input: {} }] }
const cli = { principal: person, surface: 'cli' as const, input: {} }

test('a secret is nowhere in what is returned, recorded or heard, however it is spelled and however short it is', async () => {
  const secret = 'p<ä>ss w/rd+1'
  const leaky = operation({
    ...base,
    id: 'leaky.it',
    effect: 'create',
    input: z.object({ password: Secret, pins: z.record(z.string(), Secret), note: z.string() }),
    output: z.object({ said: z.string(), url: z.string(), encoded: z.string() }),
    target: () => ({ resources: ['workspace:a'] }),
    async run({ password }, ctx) {
      ctx.emit({ chunk: password })
      ctx.progress(`with ${password}`)
      ctx.log('warn', `it is ${password}`, { [password]: password })
      await ctx.step(`use ${password}`, async () => undefined)
      await ctx.exec({ name: 'tool' } as never, ['--password', password])
      if (password === 'never') throw failed('no', 'no')
      return {
        said: password,
        url: `https://x/?p=${encodeURIComponent(password)}`,
        encoded: Buffer.from(`user:${password}`).toString('base64'),
      }
    },
  })
  const gateway = open([leaky], {
    exec: async () => ({ exitCode: 0, stdout: '', stderr: '', durationMs: 1 }),
  })
  const heard: unknown[] = []
  const envelope = await gateway.invoke({
    ...cli,
    operation: 'leaky.it',
    input: { password: secret, pins: { front: '1234' }, note: 'kept' },
    onEvent: (event) => void heard.push(event),
  })
  expect(envelope.ok).toBe(true)
  const { runs, events } = gateway.ports.held
  const everything = JSON.stringify([envelope, heard, [...runs], [...events]])
  expect(everything).toContain('kept')
  for (const spelling of [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`user:${secret}`).toString('base64'),
    '1234',
  ])
    expect(everything).not.toContain(spelling)
})

test('a secret in an error is redacted in all its parts', async () => {
  const gateway = open([
    operation({
      ...base,
      id: 'leaky.fail',
      effect: 'read',
      input: z.object({ password: Secret }),
      async run({ password }) {
        throw failed('bad', `bad ${password}`, { at: password, why: `because ${password}`, next: `not ${password}` })
      },
    }),
  ])
  const envelope = await gateway.invoke({ ...cli, operation: 'leaky.fail', input: { password: 'hunter2hunter2' } })
  expect(JSON.stringify([envelope, [...gateway.ports.held.runs]])).not.toContain('hunter2')
})

test('what a person is asked shows no secret', async () => {
  let shown = ''
  const gateway = open([
    operation({
      ...base,
      id: 'set.it',
      effect: 'update',
      input: z.object({ password: Secret }),
      preview: async ({ password }) => ({
        changes: [{ resource: 'workspace:a', effect: 'update', diff: `+${password}` }],
      }),
      run: async () => ({}),
    }),
  ])
  await gateway.invoke({
    ...cli,
    operation: 'set.it',
    input: { password: 'hunter2hunter2' },
    async ask(ask) {
      shown = JSON.stringify(ask)
      return false
    },
  })
  expect(shown).toContain('workspace:a')
  expect(shown).not.toContain('hunter2')
})

test('a secret that only the look before an effect has learned of is in no record of its input either', async () => {
  const secret = 'correct-horse-battery'
  const login = operation({
    ...base,
    id: 'leaky.login',
    effect: 'create',
    input: z.object({ url: z.string() }),
    async preview(_input, ctx) {
      ctx.redact(secret)
      return { changes: [{ resource: 'workspace:a', effect: 'create' }] }
    },
    run: async () => ({}),
    verify: async () => [],
    undo: () => undefined,
  })
  const policy = [{ name: 'all', rules: [{ operation: '**', decide: 'allow' as const, reason: 'anything' }] }]
  const gateway = open([login], { policy })
  const heard: unknown[] = []
  const input = { url: `https://example.com/${secret}` }
  const { ok } = await gateway.invoke({
    ...cli,
    operation: 'leaky.login',
    input,
    onEvent: (event) => heard.push(event),
  })
  expect(ok).toBe(true)
  const { runs, events } = gateway.ports.held
  const everything = JSON.stringify([heard, [...runs], [...events]])
  expect(everything).toContain('https://example.com/')
  expect(everything).not.toContain(secret)
})
