import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { planFronts } from './plan-front.ts'

const [first] = planFronts

test('the promised routes take input and answer with the plan', async () => {
  await using ws = await workspace({ 'a.txt': 'one' })
  expect(planFronts.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/core/plan',
    'POST /api/core/plans/generate',
  ])
  const asked = first?.open({ body: { input: 'read a.txt' }, headers: new Headers(), path: {} })
  expect(asked?.input).toEqual({ request: 'read a.txt' })
  const data = await ws.call('engine.plan', { request: 'read a.txt' })
  const answer = asked?.answer({ ok: true, run: 'r_aaaa', outcome: 'done', data } as never, 200)
  expect(answer).toMatchObject({ status: 200, body: { plan: { steps: [{ operation: 'fs.read' }] } } })
})

test('a question is 422 with what there is to choose from', async () => {
  await using ws = await workspace({ 'envs/dev/main.tf': '', 'envs/staging/main.tf': '' })
  const asked = first?.open({ body: { input: 'validate' }, headers: new Headers(), path: {} })
  const data = await ws.call('engine.plan', { request: 'validate the environment' })
  const answer = asked?.answer({ ok: true, run: 'r_aaaa', outcome: 'negative', data } as never, 200)
  expect(answer).toMatchObject({ status: 422, body: { candidates: ['envs/dev', 'envs/staging'] } })
})

test('a body without a request is refused, naming the field', () => {
  expect(() => first?.open({ body: { text: 1 }, headers: new Headers(), path: {} })).toThrow('input: missing')
})

test('what a body says besides is for the operation to take or to refuse, and nothing is left out in silence', () => {
  const open = (body: unknown) => first?.open({ body, headers: new Headers(), path: {} })
  const more = { earlier: 'x', mode: 'offline', bogus: 1 }
  expect(open({ message: 'read a.txt', ...more })?.input).toEqual({ request: 'read a.txt', ...more })
  expect(() => open({ input: 'read a', request: 'read b' })).toThrow('input and request: both are given')
  expect(() => open({ input: ['read a'] })).toThrow('input: takes text')
})

test('a request may say where it comes from and how it is to be run, as far as that holds', async () => {
  await using ws = await workspace({ 'a.txt': 'one' })
  const open = (more: object) =>
    first?.open({ body: { input: 'read a.txt', ...more }, headers: new Headers(), path: {} })
  const asked = open({ context: { gitBranch: 'main', cloudProvider: 'aws' }, options: { dryRun: true, verbose: true } })
  expect(asked?.input).toEqual({ request: 'read a.txt' })
  const data = await ws.call('engine.plan', { request: 'read a.txt' })
  expect(asked?.answer({ ok: true, run: 'r_aaaa', outcome: 'done', data } as never, 200)).toMatchObject({
    status: 200,
    body: {
      plan: { steps: [{ operation: 'fs.read' }] },
      notes: ['not taken from context: gitBranch; a plan looks at the workspace itself'],
    },
  })
  expect(() => open({ options: { autoApprove: true } })).toThrow('options.autoApprove: cannot be taken')
  expect(() => open({ context: { cloudProvider: 'gcp' } })).toThrow('context.cloudProvider: cannot be taken')
  expect(() => open({ context: { branch: 'main' } })).toThrow('context.branch: cannot be taken')
  expect(() => open({ options: 1 })).toThrow('options: cannot be taken')
})
