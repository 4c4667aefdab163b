import { expect, test } from 'bun:test'
import type { RunEvent } from '@nimbus/kernel'
import { modelServer } from '@nimbus/testkit/model-server'
import { chatPlace } from '../../services/llm/chat/testing.ts'
import { afterEffect, behindTheBack } from './sabotage.ts'

const forced = { prompt: 'Why?', model: 'gpt-4o', force: true, justification: 'production is down' }

test('going past a budget is an update that is written ahead and in the audit', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const look = await ws.invoke('llm.chat', forced, { dryRun: true })
  expect(look.preview?.changes).toContainEqual({
    resource: 'nimbus:records/llm/budget',
    effect: 'update',
    summary: 'goes past a hard budget: production is down',
  })
  const { run, findings, undo } = await ws.invoke('llm.chat', forced)
  expect(findings).toMatchObject([{ status: 'pass', code: 'call-recorded' }])
  expect(undo).toMatchObject({ irreversible: expect.stringContaining('cannot be taken back') })
  expect(JSON.stringify(await ws.call('nimbus.audit-list', {}))).toContain(run)
  expect((await ws.cli(['audit'])).stdout).toContain(`run.begin  ${run}  llm.chat (update)\n`)
})

test('what did not go past a budget is in no audit', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const { run, findings } = await ws.invoke('llm.chat', { ...forced, force: false })
  expect(findings).toEqual([])
  expect(JSON.stringify(await ws.call('nimbus.audit-list', {}))).not.toContain(run)
})

test('verify says so when the call is not on record', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const onEvent: (event: RunEvent) => void = afterEffect(() => behindTheBack(ws, 'delete from ledger_entries'))
  const envelope = await ws.invoke('llm.chat', forced, { onEvent })
  expect(envelope).toMatchObject({
    ok: true,
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'call-recorded' }],
  })
})

test('only a person at their own shell goes past a budget unasked', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  for (const surface of ['http', 'mcp', 'agent'] as const) {
    const { error } = await ws.invoke('llm.chat', forced, { surface, consent: undefined })
    expect(error).toMatchObject({ code: 'approval-needed', exit: 3 })
  }
  expect(server.requests).toHaveLength(0)
  expect((await ws.invoke('llm.chat', forced, { consent: undefined })).outcome).toBe('done')
})
