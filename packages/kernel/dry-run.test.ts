import { expect, test } from 'bun:test'
import { defaultPolicy } from '@nimbus/host/default-policy'
import { memoryGateway, model } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { operation, z } from './define.ts'
import type { Rule } from './policy.ts'

test('a dry run shows nothing of what policy forbids but that it would be', async () => {
  const peek = operation({
    id: 'any.peek',
    summary: 'Peek at something',
    effect: 'update',
    input: z.object({}),
    output: z.object({}),
    examples: [],
    preview: async () => ({
      changes: [
        { resource: 'file:secret', effect: 'update' as const, diff: '-hush' },
        { resource: 'file:open', effect: 'update' as const, diff: '-seen' },
      ],
    }),
    run: async () => ({}),
  })
  const forbidden: Rule = { operation: '**', resource: 'file:secret', decide: 'deny', reason: 'secret' }
  const gateway = memoryGateway([memorySource([peek])], {
    workspace: '/srv/workspace',
    policy: [defaultPolicy, { name: 'user', rules: [forbidden] }],
  })
  const envelope = await gateway.invoke({
    operation: 'any.peek',
    input: {},
    principal: model,
    surface: 'mcp',
    dryRun: true,
  })
  expect(envelope.preview?.changes).toEqual([
    { resource: 'file:secret', effect: 'update' },
    { resource: 'file:open', effect: 'update', diff: '-seen' },
  ])
  expect(JSON.stringify(envelope)).not.toContain('hush')
})
