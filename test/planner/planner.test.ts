import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { knownOperation } from './known-operation.ts'
import { loadPart } from './load-set.ts'
import { offlinePlanner } from './offline-planner.ts'
import { runSet } from './run-set.ts'
import { tally } from './tally.ts'

const entries = product().catalog.list()
const known = new Map(entries.map((entry) => [entry.id, knownOperation(entry)]))
const planner = offlinePlanner(entries)
const find = (id: string) => known.get(id)

// What was reached, on each part by itself. Raise them when the planner gets better; lower them only where new requests
// came to the set.
const floors = {
  open: { exact: 0.906, wrong: 0.0087, guessed: 0 },
  'held-out': { exact: 0.827, wrong: 0.033, guessed: 2 },
} as const

test.each(['open', 'held-out'] as const)('the offline planner keeps its scores on the %s part', async (part) => {
  const { exact = 0, wrong = 1, guessed } = tally(await runSet(await loadPart(part), planner, find))
  expect(exact).toBeGreaterThanOrEqual(floors[part].exact)
  expect(wrong).toBeLessThanOrEqual(floors[part].wrong)
  expect(guessed.length).toBeLessThanOrEqual(floors[part].guessed)
})

test('a limit that nothing hears, or half of what was ordered, makes no plan', async () => {
  const limits = (await loadPart('open')).filter(({ theme }) => theme === 'limits')
  const results = await runSet(limits, planner, find)
  expect(results.filter(({ score }) => score.verdict === 'wrong').map(({ id }) => id)).toEqual([])
})

test('the same request in the same surroundings gives the same outcome', async () => {
  const set = (await loadPart('open')).slice(0, 60)
  const once = await runSet(set, planner, find)
  const again = await runSet(set, offlinePlanner(entries), find)
  expect(again.map(({ actual }) => actual)).toEqual(once.map(({ actual }) => actual))
})

test.each([
  ['nothing', ''],
  ['blanks', ' \n\t '],
  ['marks', '?!... ,,, ;; "" \'\' `` ()'],
  ['a very long word', 'x'.repeat(8000)],
  ['unfinished quotations', 'commit "Fix and write \'x to "'],
  ['text of other scripts', 'создай сеть 创建网络 أنشئ شبكة 🚀🚀'],
  ['control characters', 'plan\u0000 dev\u202e gnigats \u200b'],
  ['prototype names', '__proto__ constructor toString hasOwnProperty'],
  ['many clauses', 'validate dev, then '.repeat(400)],
])('%s is an outcome and no error', async (_, request) => {
  const outcome = await planner(request, { earlier: [], files: ['envs/dev/main.tf'] })
  expect(['plan', 'ask', 'refuse']).toContain(outcome.kind)
})
