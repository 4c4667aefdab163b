import { expect, test } from 'bun:test'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import type { Call } from './call.ts'
import { operation, z } from './define.ts'
import type { Ask } from './request.ts'

/** A shelf with one thing on it, and an operation that hands a model's calls on. */
const open = (policy: Parameters<typeof memoryGateway>[1]['policy'] = []) => {
  const shelf = new Map([['a', '1']])
  const chat = operation({
    id: 'chat.turn',
    summary: 'Do what a model asks for',
    effect: 'delete',
    input: z.object({
      calls: z.array(z.object({ operation: z.string(), input: z.unknown() })),
      before: z.enum(['clean', 'tainted']),
    }),
    output: z.object({ codes: z.array(z.string()), offered: z.number() }),
    examples: [{ title: 'Nothing', input: { calls: [], before: 'clean' } }],
    preview: async () => ({ changes: [] }),
    async run({ calls, before }, ctx) {
      const codes: string[] = []
      for (const call of calls) {
        const envelope = await ctx.delegate(call as Call, {
          session: 'chat',
          ...(before === 'tainted' ? { tainted: true } : {}),
        })
        codes.push(envelope.error?.code ?? envelope.outcome)
      }
      return { codes, offered: ctx.catalog.list().length }
    },
  })
  const workspace = '/srv/workspace'
  const gateway = memoryGateway([memorySource([...sampleOperations(shelf), chat])], { workspace, policy })
  const turn = async (
    calls: readonly Call[],
    ask?: (ask: Ask) => Promise<boolean>,
    before: 'clean' | 'tainted' = 'clean',
  ) => {
    const call = { operation: 'chat.turn', input: { calls, before }, principal: person, surface: 'cli' as const }
    const { data } = await gateway.invoke({ ...call, consent: { yes: true, confirm: ['a'] }, ...(ask ? { ask } : {}) })
    return (data as { codes: string[] } | undefined)?.codes
  }
  return { gateway, shelf, turn }
}

const reads = [
  { name: 'reads', rules: [{ operation: '*', effect: 'read' as const, decide: 'allow' as const, reason: 'reading' }] },
]
const put: Call = { operation: 'shelf.put', input: { name: 'b', value: '2' } }

test('a model calls as itself, on behalf of the person who started it', async () => {
  const { gateway, turn } = open(reads)
  expect(await turn([{ operation: 'shelf.get', input: { name: 'a' } }])).toEqual(['done'])
  const runs = [...gateway.ports.held.runs.values()]
  expect(runs.find(({ operation }) => operation === 'shelf.get')).toMatchObject({
    principal: 'agent:ada',
    surface: 'agent',
  })
})

test("--yes was the person's word for their own call, not for what a model makes of it", async () => {
  const { shelf, turn } = open()
  expect(await turn([put, { operation: 'shelf.remove', input: { name: 'a' } }])).toEqual([
    'approval-needed',
    'approval-needed',
  ])
  expect([...shelf.keys()]).toEqual(['a'])
})

test('the person at the terminal is asked, and answers as themselves', async () => {
  const { gateway, shelf, turn } = open()
  const asked: string[] = []
  const answer = async ({ plan }: Ask) => {
    asked.push(...plan.steps.map(({ operation }) => operation))
    return asked.length === 1
  }
  expect(await turn([put, put], answer)).toEqual(['done', 'refused'])
  expect(asked).toEqual(['shelf.put', 'shelf.put'])
  expect(shelf.get('b')).toBe('2')
  const [first] = await gateway.ports.plans.list('local', 9)
  expect(first).toMatchObject({ requester: 'agent:ada' })
})

test('what a model has read taints what it does, whatever policy allows', async () => {
  const { turn } = open([{ name: 'all', rules: [{ operation: '**', decide: 'allow', reason: 'anything' }] }])
  expect(await turn([put, { operation: 'shelf.list', input: {} }, put])).toEqual(['done', 'done', 'approval-needed'])
})

test('a model reaches nothing that agents are not offered', async () => {
  const { turn } = open()
  expect(await turn([{ operation: 'steps.private', input: {} }])).toEqual(['excluded'])
})

test('a session that is known to be tainted from before asks from its first call on', async () => {
  const everything = [{ name: 'all', rules: [{ operation: '**', decide: 'allow' as const, reason: 'anything' }] }]
  const { turn } = open(everything)
  expect(await turn([put])).toEqual(['done'])
  expect(await turn([put], undefined, 'tainted')).toEqual(['approval-needed'])
})

test('a caller follows what a nested call emits', async () => {
  const follower = operation({
    id: 'chat.follow',
    summary: 'Follow a call',
    effect: 'read',
    input: z.object({}),
    output: z.object({ heard: z.array(z.string()) }),
    examples: [{ title: 'Follow', input: {} }],
    async run(_input, ctx) {
      const heard: string[] = []
      await ctx.call('shelf.list' as never, {} as never, { onEvent: ({ type }) => heard.push(type) })
      return { heard }
    },
  })
  const gateway = memoryGateway([memorySource([...sampleOperations(new Map()), follower])], {
    workspace: '/srv/workspace',
    policy: reads,
  })
  const { data } = await gateway.invoke({ operation: 'chat.follow', input: {}, principal: person, surface: 'cli' })
  expect((data as { heard: string[] }).heard).toEqual(['decision', 'started', 'ended'])
})
