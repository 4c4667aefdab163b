import { expect, test } from 'bun:test'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { failed, operation, z } from './define.ts'
import type { Operation } from './operation.ts'

const open = (operations: readonly Operation[], more: Partial<Parameters<typeof memoryGateway>[1]> = {}) =>
  memoryGateway([memorySource(operations)], { workspace: '/srv/workspace', ...more })

const base = { input: z.object({}), output: z.object({}), summary: 'Do it', examples: [{ title: 'Do it', input: {} }] }
const cli = { principal: person, surface: 'cli' as const, input: {} }
const yes = { consent: { yes: true, confirm: [] } }

const writer = operation({
  ...base,
  id: 'write.it',
  effect: 'update',
  target: () => ({ resources: ['workspace:a'] }),
  run: async () => ({}),
})

/** Looks at a call of another while its own preview is made, as what hands on what it was given does. */
const looker = operation({
  ...base,
  id: 'look.ahead',
  effect: 'update',
  preview: (_input, ctx) => ctx.foresee('write.it' as never, {} as never),
  run: async () => ({}),
})

test('a look at another call gives its changes and makes nothing of it', async () => {
  let ran = false
  const noted = operation({
    ...base,
    id: 'write.it',
    effect: 'update',
    preview: async () => ({ changes: [{ resource: 'workspace:a', effect: 'create' }] }),
    run: async () => {
      ran = true
      return {}
    },
  })
  const { ok, preview } = await open([noted, looker]).invoke({ ...cli, operation: 'look.ahead', dryRun: true })
  expect(ok).toBe(true)
  expect(preview?.changes).toEqual([{ resource: 'workspace:a', effect: 'create' }])
  expect(ran).toBe(false)
})

test('a look at another call raises what it would meet, a prohibition as well', async () => {
  const refusing = operation({
    ...base,
    id: 'write.it',
    effect: 'update',
    preview: async () => {
      throw failed('no-room', 'There is no room')
    },
    run: async () => ({}),
  })
  const refused = await open([refusing, looker]).invoke({ ...cli, ...yes, operation: 'look.ahead' })
  expect(refused.error).toMatchObject({ code: 'no-room' })
  const rules = [{ operation: 'write.it', decide: 'deny' as const, reason: 'nobody writes' }]
  const forbidden = await open([writer, looker], { policy: [{ name: 'user', rules }] }).invoke({
    ...cli,
    ...yes,
    operation: 'look.ahead',
  })
  expect(forbidden.error).toMatchObject({ code: 'policy-denied', exit: 4 })
})
