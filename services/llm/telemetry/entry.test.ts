import { expect, test } from 'bun:test'
import { aCall, anInvocation, till } from '../spending/testing.ts'
import { entryOf, invocationOf } from './entry.ts'

const full = { mode: 'full' as const, localOnly: false }

const whole = anInvocation(
  { call: aCall({ agent: 'reviewer', taskType: 'review' }) },
  {
    tool: 'codex',
    usage: { input: 1, cachedRead: 2, cachedWrite: 3, output: 4, reasoning: 5 },
    request: 'Why?',
    response: 'Because.',
  },
)

test('an invocation comes back as it was', () => {
  expect(invocationOf(entryOf(whole, full))).toEqual(whole)
})

test('what nobody said is still unsaid, and nothing is kept of texts unless that is wanted', () => {
  const { cost: _cost, usage: _usage, agent: _agent, ...rest } = whole
  const known = { ...rest, metering: 'unknown-price' as const }
  const { request: _request, response: _response, ...without } = known
  expect(invocationOf(entryOf(known, { mode: 'metadata', localOnly: false }))).toEqual(without)
  expect(JSON.stringify(entryOf(whole, { mode: 'metadata', localOnly: false }))).not.toContain('Because')
})

test('a secret in a prompt is masked before it is stored', async () => {
  await using place = await till()
  const { ports } = await place.place.host()
  ports.redactor.add('correct horse battery')
  const spending = place.spending({ privacy: full })
  const leave = await spending.authorise(aCall())
  const key = `sk-ant-${'a1'.repeat(20)}`
  await spending.settle(leave, anInvocation(leave, { request: `use ${key} and correct horse battery`, response: key }))

  const [entry] = await place.ctx.ledger.entries({ detail: true })
  expect(entry?.detail).toMatchObject({ request: 'use ‹redacted› and ‹redacted›', response: '‹redacted›' })
})
