import { expect, test } from 'bun:test'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { operation, z } from './define.ts'
import type { Operation } from './operation.ts'

const open = (operations: readonly Operation[]) => memoryGateway([memorySource(operations)], { workspace: '/srv/w' })
const base = { input: z.object({}), output: z.object({}), summary: 'Do it', examples: [{ title: 'Do it', input: {} }] }
const cli = { principal: person, surface: 'cli' as const, input: {} }

test('what no call can take back says so in its preview, to whoever approves it, and at its end', async () => {
  const irreversible = 'what was burnt is ashes'
  const burn = operation({
    ...base,
    id: 'fire.burn',
    effect: 'delete',
    preview: async () => ({ changes: [{ resource: 'workspace:a', effect: 'update' }], context: ['by the oven'] }),
    run: async () => ({}),
    undo: { irreversible },
  })
  const gateway = open([burn])
  const call = { ...cli, operation: 'fire.burn' }
  const said = { undo: { irreversible }, context: ['by the oven', `cannot be undone: ${irreversible}`] }
  expect((await gateway.invoke({ ...call, dryRun: true })).preview).toMatchObject(said)
  const asked: unknown[] = []
  const done = await gateway.invoke({ ...call, ask: async ({ preview }) => asked.push(preview) > 0 })
  expect(asked).toMatchObject([said])
  expect(done.undo).toEqual({ irreversible })
  const { error } = await gateway.invoke(call)
  const [plan] = await gateway.ports.plans.find(error?.plan ?? '', person.tenant)
  expect(plan?.plan.decisions).toMatchObject([{ irreversible }])
})

test('a call that only looks says nothing of undoing', async () => {
  const look = operation({
    ...base,
    id: 'fire.look',
    effect: 'delete',
    preview: async () => ({ changes: [{ resource: 'workspace:a', effect: 'read' }] }),
    run: async () => ({}),
    undo: { irreversible: 'never' },
  })
  const { preview } = await open([look]).invoke({ ...cli, operation: 'fire.look', dryRun: true })
  expect(preview).toEqual({ changes: [{ resource: 'workspace:a', effect: 'read' }] })
})
