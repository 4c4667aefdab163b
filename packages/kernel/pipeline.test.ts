import { expect, test } from 'bun:test'
import { memoryGateway, model, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { Directory, failed, operation, z } from './define.ts'
import type { Operation } from './operation.ts'

const workspace = '/srv/workspace'
const open = (operations: readonly Operation[], more: Partial<Parameters<typeof memoryGateway>[1]> = {}) =>
  memoryGateway([memorySource(operations)], { workspace, ...more })

const base = { input: z.object({}), output: z.object({}), summary: 'Do it', examples: [{ title: 'Do it', input: {} }] }
const cli = { principal: person, surface: 'cli' as const, input: {} }
const yes = { consent: { yes: true, confirm: [] } }

test('a preview above the ceiling of its operation is refused before anything runs', async () => {
  let ran = false
  const sly = operation({
    ...base,
    id: 'sly.look',
    effect: 'read',
    preview: async () => ({ changes: [{ resource: 'workspace:a', effect: 'update' }] }),
    run: async () => {
      ran = true
      return {}
    },
  })
  const { error } = await open([sly]).invoke({ ...cli, ...yes, operation: 'sly.look' })
  expect(error).toMatchObject({ code: 'effect-exceeded', at: 'workspace:a', exit: 1 })
  expect(ran).toBe(false)
})

const caller = (id: string, effect: 'read' | 'create' | 'update' | 'delete', callee: string): Operation =>
  operation({
    ...base,
    id,
    effect,
    preview: async () => ({ changes: [] }),
    run: async (_input, ctx) => (await ctx.call(callee as never, {} as never)) as object,
  })
const writer = operation({
  ...base,
  id: 'write.it',
  effect: 'update',
  target: () => ({ resources: ['workspace:a'] }),
  run: async () => ({}),
})

test('a reader may not call a writer', async () => {
  const { error } = await open([writer, caller('read.it', 'read', 'write.it')]).invoke({
    ...cli,
    ...yes,
    operation: 'read.it',
  })
  expect(error).toMatchObject({ code: 'effect-exceeded' })
  expect(error?.why).toContain('read.it declares read')
})

test('a reader may not call a writer through somebody with a higher ceiling', async () => {
  const middle = caller('middle.it', 'delete', 'write.it')
  const { error } = await open([writer, middle, caller('read.it', 'read', 'middle.it')]).invoke({
    ...cli,
    ...yes,
    operation: 'read.it',
  })
  expect(error).toMatchObject({ code: 'effect-exceeded', at: 'workspace:a' })
})

test('an operation with an effect that names no target asks all the same', async () => {
  const blind = operation({ ...base, id: 'blind.wipe', effect: 'delete', run: async () => ({}) })
  const { error } = await open([blind]).invoke({ ...cli, ...yes, operation: 'blind.wipe' })
  expect(error).toMatchObject({ code: 'approval-needed', exit: 3 })
})

test('a nested call records its parent and its root', async () => {
  const gateway = open(sampleOperations(new Map([['a', '1']])))
  const { run, ok } = await gateway.invoke({
    ...cli,
    ...yes,
    operation: 'steps.copy-all',
    input: { names: ['a'] },
  })
  expect(ok).toBe(true)
  const child = [...gateway.ports.held.runs.values()].find(({ operation: id }) => id === 'shelf.put')
  expect(child).toMatchObject({ parent: run, root: run, surface: 'call', outcome: 'done' })
})

test('an approval covers a nested call only when the preview showed it', async () => {
  const sneaky = operation({
    ...base,
    id: 'sneaky.it',
    effect: 'update',
    preview: async () => ({ changes: [{ resource: 'workspace:b', effect: 'update' }] }),
    run: async (_input, ctx) => (await ctx.call('write.it' as never, {} as never)) as object,
  })
  const { error } = await open([writer, sneaky]).invoke({ ...cli, ...yes, operation: 'sneaky.it' })
  expect(error).toMatchObject({ code: 'approval-needed' })
  expect(error?.message).toContain('workspace:a')
})

test('output that does not fit the schema is an error that says so, and the run is recorded', async () => {
  const gateway = open(sampleOperations(new Map()))
  const { error, run } = await gateway.invoke({ ...cli, operation: 'steps.fail', input: { how: 'output' } })
  expect(error).toMatchObject({ code: 'invalid-output', exit: 1 })
  expect(error?.next).toContain('look before you repeat')
  expect(gateway.ports.held.runs.get(run)).toMatchObject({ outcome: 'failed' })
})

test('a defect gives its message and no stack', async () => {
  const envelope = await open(sampleOperations(new Map())).invoke({
    ...cli,
    operation: 'steps.fail',
    input: { how: 'defect' },
  })
  expect(envelope.error).toMatchObject({ code: 'unexpected', exit: 1 })
  expect(JSON.stringify(envelope)).not.toMatch(/\.ts:\d+|at .*\(/)
})

test('an operation is not offered where it is excluded, with the reason', async () => {
  const { error } = await open(sampleOperations(new Map())).invoke({
    principal: model,
    surface: 'mcp',
    operation: 'steps.private',
    input: {},
  })
  expect(error).toMatchObject({ code: 'excluded', exit: 4, why: 'only at a terminal' })
})

test('an unknown operation is answered with the nearest one', async () => {
  const { error } = await open(sampleOperations(new Map())).invoke({ ...cli, operation: 'shelf.gte' })
  expect(error).toMatchObject({ code: 'unknown-operation', exit: 5, next: 'did you mean shelf.get?' })
})

test('a call that is cancelled before it starts does nothing, not even look', async () => {
  let looked = false
  const careful = operation({
    ...base,
    id: 'careful.it',
    effect: 'read',
    async preview() {
      looked = true
      return { changes: [] }
    },
    run: async () => ({}),
  })
  const { error } = await open([careful]).invoke({ ...cli, operation: 'careful.it', signal: AbortSignal.abort() })
  expect(error).toMatchObject({ code: 'cancelled', exit: 130 })
  expect(looked).toBe(false)
})

test('a call that is cancelled while it runs ends as cancelled', async () => {
  const abort = new AbortController()
  const { error, outcome } = await open(sampleOperations(new Map())).invoke({
    ...cli,
    operation: 'steps.wait',
    input: { ms: 600_000 },
    signal: abort.signal,
    onEvent: ({ type }) => {
      if (type === 'progress') abort.abort()
    },
  })
  expect({ outcome, code: error?.code }).toEqual({ outcome: 'cancelled', code: 'cancelled' })
})

test('a cancelled call says what it met on the way out', async () => {
  const abort = new AbortController()
  const locked = operation({
    ...base,
    id: 'locked.it',
    effect: 'read',
    async run() {
      abort.abort()
      throw failed('locked', 'The state is still locked', { why: 'held by ada', next: 'unlock it' })
    },
  })
  const { error } = await open([locked]).invoke({ ...cli, operation: 'locked.it', signal: abort.signal })
  expect(error).toMatchObject({ code: 'cancelled', why: 'The state is still locked: held by ada', next: 'unlock it' })
})

test('events are numbered without gaps, and nothing follows the end', async () => {
  const numbers: number[] = []
  let late: (() => void) | undefined
  const chatty = operation({
    ...base,
    id: 'chatty.it',
    effect: 'read',
    async run(_input, ctx) {
      ctx.progress('one')
      ctx.emit('two')
      await ctx.step('three', async () => ctx.log('info', 'four'))
      late = () => ctx.progress('too late')
      return {}
    },
  })
  const gateway = open([chatty])
  const { run } = await gateway.invoke({ ...cli, operation: 'chatty.it', onEvent: ({ n }) => void numbers.push(n) })
  late?.()
  expect(numbers).toEqual(numbers.map((_, i) => i + 1))
  expect(gateway.ports.held.events.get(run)?.at(-1)).toMatchObject({ type: 'ended' })
})

test('a step that fails is remembered with its name and its error', async () => {
  const gateway = open([
    operation({
      ...base,
      id: 'steps.it',
      effect: 'read',
      run: (_input, ctx) =>
        ctx.step('outer', () =>
          ctx.step('inner', async () => {
            throw failed('broke', 'It broke')
          }),
        ),
    }),
  ])
  const { run } = await gateway.invoke({ ...cli, operation: 'steps.it' })
  const failures = (gateway.ports.held.events.get(run) ?? []).filter(({ data }) =>
    JSON.stringify(data).includes('failed'),
  )
  expect(failures.slice(0, 2).map(({ data }) => data)).toMatchObject([
    { title: 'inner', depth: 1, error: { code: 'broke' } },
    { title: 'outer', depth: 0 },
  ])
})

test('a store that cannot be written never makes a call reject', async () => {
  const gateway = open(sampleOperations(new Map()))
  gateway.ports.journal.note = () => Promise.reject(new Error('disk full'))
  const envelope = await gateway.invoke({ ...cli, operation: 'shelf.list' })
  expect(envelope).toMatchObject({ ok: false, outcome: 'failed', error: { message: 'disk full' } })
})

test('an effect that cannot be written ahead does not happen', async () => {
  const shelf = new Map<string, string>()
  const gateway = open(sampleOperations(shelf))
  gateway.ports.journal.begin = () => Promise.reject(new Error('disk full'))
  const envelope = await gateway.invoke({ ...cli, ...yes, operation: 'shelf.put', input: { name: 'a', value: '1' } })
  expect(envelope.ok).toBe(false)
  expect(shelf.size).toBe(0)
})

test('a path outside the workspace is refused from every surface but the command line', async () => {
  const here = operation({
    ...base,
    id: 'look.here',
    effect: 'read',
    input: z.object({ directories: z.array(Directory) }),
    run: async () => ({}),
  })
  const gateway = open([here])
  const from = (surface: 'cli' | 'http' | 'mcp' | 'agent' | 'call') =>
    gateway.invoke({
      principal: person,
      surface,
      operation: 'look.here',
      input: { directories: ['.', '../other'] },
    })
  expect((await from('cli')).ok).toBe(true)
  for (const surface of ['http', 'mcp', 'agent', 'call'] as const)
    expect((await from(surface)).error).toMatchObject({ code: 'outside-workspace', exit: 4 })
})

test('a failed verify makes the answer no', async () => {
  const gateway = open([
    operation({
      ...base,
      id: 'try.it',
      effect: 'read',
      run: async () => ({}),
      verify: async () => [{ status: 'fail', code: 'not-there', message: 'it is not there' }],
    }),
  ])
  expect(await gateway.invoke({ ...cli, operation: 'try.it' })).toMatchObject({ ok: true, outcome: 'negative' })
})

test('a dry run shows changes, decision and environment, and runs nothing', async () => {
  const shelf = new Map<string, string>()
  const envelope = await open(sampleOperations(shelf)).invoke({
    ...cli,
    operation: 'shelf.put',
    input: { name: 'a', value: '1' },
    dryRun: true,
  })
  expect(envelope).toMatchObject({
    ok: true,
    outcome: 'preview',
    preview: { changes: [{ resource: 'workspace:a', effect: 'create' }] },
    data: { decide: 'allow' },
  })
  expect(shelf.size).toBe(0)
})
