import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import type { Call, Decision } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const steps = [{ id: '1', operation: 'fs.write', input: { file: 'notes.txt', content: 'hello' } }]
const request = 'write hello to notes.txt'
/** Nothing was said with flags, so that what asks is asked. */
const asked = { consent: { yes: false, confirm: [] } }
const asPerson = 'defaults: new files inside the workspace, asked for by a person'

interface Saved {
  plan: { id: string; decisions: readonly { decide: string; rule: string }[] }
}
const first = (data: unknown) => (data as Saved).plan.decisions[0]

test('what would change nothing asks nobody, and is refused once it would change something', async () => {
  await using ws = await workspace({ 'notes.txt': 'hello' })
  const again = { id: '2', operation: 'fs.write', input: { file: 'notes.txt', content: 'hello' }, dependsOn: ['1'] }
  const save = () => ws.call('nimbus.plan-save', { document: { steps: [...steps, again] } })
  const { plan } = await save()
  expect(plan.decisions).toMatchObject([
    { decide: 'allow', rule: expect.stringContaining('changes nothing') },
    { decide: 'allow', changes: [] },
  ])
  expect(plan.risks).toEqual([])
  expect(await ws.call('nimbus.apply', { plan: plan.id }, asked)).toMatchObject({ task: { verdict: 'achieved' } })
  const { plan: late } = await save()
  await Bun.write(`${ws.path}/notes.txt`, 'of somebody else')
  expect(await failure(ws.call('nimbus.apply', { plan: late.id }, asked))).toMatchObject({
    code: 'precondition-changed',
    exit: 4,
  })
})

test('an effect of which nothing can be seen yet is nobody’s to allow, and apply asks for it', async () => {
  await using ws = await workspace({ 'notes.txt': 'hello' })
  const early = { id: '0', operation: 'fs.write', input: { file: 'notes.txt', content: 'other' } }
  const late = { ...steps[0], dependsOn: ['0'] }
  const { plan } = await ws.call('nimbus.plan-save', { document: { steps: [early, late] } })
  expect(plan.decisions.slice(1)).toEqual([
    {
      step: '1',
      decide: 'ask',
      rule: expect.stringContaining('as things are now, it would change nothing'),
      changes: [],
    },
  ])
  expect(plan.preconditions).toHaveProperty(['1/notes.txt'])
  expect(await failure(ws.call('nimbus.apply', { plan: plan.id }, asked))).toMatchObject({
    code: 'plan-not-approved',
    exit: 3,
  })
})

test('what is printed counts it as an approval, and says approve before apply', async () => {
  await using ws = await workspace()
  spawnSync('git', ['init', '--quiet'], { cwd: ws.path })
  const { stdout } = await ws.cli(['plan', "commit with the message 'hi there'"])
  expect(stdout).toContain('1 step, 0 destructive, cost unknown (no price table), 1 approval\n')
  expect(stdout).toContain('approve and apply it with: nimbus approve p_')
})

test('what comes after a step of the plan waits for its turn', async () => {
  await using ws = await workspace()
  spawnSync('git', ['init', '--quiet'], { cwd: ws.path })
  const sentence = "write hello to notes.txt, stage it and commit it with the message 'hi'"
  const { plan } = await ws.call('engine.plan', { request: sentence, mode: 'offline' })
  expect(plan?.decisions.map(({ decide }) => decide)).toEqual(['allow', 'ask', 'ask'])
})

test('a read of nothing is still allowed', async () => {
  await using ws = await workspace()
  const look = [{ id: '1', operation: 'nimbus.plan-list', input: {} }]
  const { plan } = await ws.call('nimbus.plan-save', { document: { steps: look } })
  expect(plan.decisions).toMatchObject([{ decide: 'allow' }])
})

/** What a step is decided as by a sentence, by a document and by itself. */
const eachWay = async (ws: TestWorkspace, surface: 'cli' | 'http') => {
  const more = { surface }
  const said = await ws.invoke('engine.plan', { request, mode: 'offline' }, more)
  const saved = await ws.invoke('nimbus.plan-save', { document: { steps } }, more)
  const direct = await ws.invoke('fs.write', steps[0]?.input, { ...more, dryRun: true })
  const { decide, rule } = direct.data as Decision
  return [first(said.data), first(saved.data), { decide, rule }].map((each) => [each?.decide, each?.rule])
}

test('a step is decided the same by a sentence, by a plan file and as a call of its own', async () => {
  await using ws = await workspace()
  expect(await eachWay(ws, 'cli')).toEqual(Array(3).fill(['allow', asPerson]))
  const elsewhere = ['ask', 'defaults: what no rule allows asks first']
  expect(await eachWay(ws, 'http')).toEqual(Array(3).fill(elsewhere))
})

/** A person's command that hands on a call of a model. */
const turn = operation({
  id: 'test.turn',
  summary: 'Do what a model asks for',
  effect: 'delete',
  input: z.object({ operation: z.string(), input: z.unknown(), tainted: z.boolean() }),
  output: z.object({ data: z.unknown(), code: z.string().optional() }),
  examples: [],
  preview: async () => ({ changes: [] }),
  async run({ tainted, ...call }, ctx) {
    const session = call.operation
    const { data, error } = await ctx.delegate(call as Call, { session, ...(tainted ? { tainted: true } : {}) })
    return { data: data ?? {}, code: error?.code }
  },
})

test.each([
  { operation: 'engine.plan', input: { request, mode: 'offline' } },
  { operation: 'nimbus.plan-save', input: { document: { steps } } },
])('a plan that a model asks for with $operation is no person’s own command', async (call) => {
  await using ws = await workspace({}, { operations: [turn] })
  const asked = await ws.invoke('test.turn', { ...call, tainted: false })
  expect(first((asked.data as { data: unknown }).data)).toMatchObject({ decide: 'ask' })
  const tainted = await ws.invoke('test.turn', { ...call, tainted: true })
  expect(tainted.data).toEqual({ data: {}, code: 'approval-needed' })
})

test('what was read for a session counts when the steps of its plan are decided, even in a person’s name', async () => {
  await using ws = await workspace()
  const said = { session: 's', tainted: true } as const
  const { data } = await ws.invoke('nimbus.plan-save', { document: { steps } }, said)
  expect(first(data)).toEqual(expect.objectContaining({ decide: 'ask', rule: expect.stringContaining('taint') }))
  const sentence = await ws.invoke('engine.plan', { request, mode: 'offline' }, said)
  expect(first(sentence.data)).toMatchObject({ decide: 'ask' })
})

test('what a model planned is no person’s own, whoever saves it', async () => {
  await using ws = await workspace()
  const { plan } = await ws.call('nimbus.plan-save', { document: { plannedBy: 'openai/gpt-4o', steps } })
  expect(plan).toMatchObject({ plannedBy: 'openai/gpt-4o', decisions: [{ decide: 'ask' }] })
  expect(await failure(ws.call('nimbus.apply', { plan: plan.id }, asked))).toMatchObject({ code: 'plan-not-approved' })
})
