import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'
import { behindTheBack } from '../services/sabotage.ts'

const noRoom =
  "CREATE TRIGGER no_room BEFORE INSERT ON ledger_entries BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"

test('what a call took and could not be written is shown as unsettled by nimbus llm budget, and settled once it can be', async () => {
  await using server = await modelServer({ otherwise: { text: 'Yes.', usage: { input: 1000, output: 100 } } })
  await using ws = await workspace({ '.nimbus/llm.yaml': 'policies:\n  daily_budget_usd: 5\n' }, { env: server.env })
  const ask = () => ws.cli(['llm', 'chat', 'Is it?', '--model', 'gpt-4o'])
  const today = async () => {
    const { stdout } = await ws.cli(['llm', 'budget', '--json'])
    return JSON.parse(stdout).data.lines.find(
      ({ unit, period }: Record<string, string>) => unit === 'usd' && period === 'day',
    )
  }
  expect((await ask()).exit).toBe(0)
  const { spent } = await today()
  expect(spent).toBeGreaterThan(0)

  behindTheBack(ws, noRoom)
  const call = await ask()
  expect(call).toMatchObject({ exit: 0, stdout: 'Yes.\n' })
  expect(call.stderr).toContain('could not be recorded yet')
  expect(await today()).toMatchObject({ spent, unsettled: spent })
  expect((await ws.cli(['llm', 'budget'])).stdout).toMatch(/\$[\d.]+ unsettled/)

  behindTheBack(ws, 'DROP TRIGGER no_room')
  const after = await today()
  expect(after).toMatchObject({ spent: 2 * spent, reserved: 0 })
  expect(after.unsettled).toBeUndefined()
  const { rows } = await ws.call('llm.stats', { by: 'model' })
  expect(rows).toMatchObject([{ usage: { calls: 2 } }])
})
