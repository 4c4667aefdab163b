import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { rightOutcomes, turnsOf } from './entry.ts'
import { type FindOperation, knownOperation } from './known-operation.ts'
import { loadPart } from './load-set.ts'
import type { Outcome, Planner } from './outcome.ts'
import { outcomeOf } from './outcome-of.ts'
import { runSet } from './run-set.ts'
import { score } from './score.ts'
import { report, tally } from './tally.ts'

const { catalog } = product()
const known = new Map(catalog.list().map((entry) => [entry.id, knownOperation(entry)]))
const find: FindOperation = (id) => known.get(id)
const set = [...(await loadPart('open')), ...(await loadPart('held-out'))]

const asking: Planner = async () => ({ kind: 'ask', question: 'What do you mean?' })
const deleting: Planner = async () => ({
  kind: 'plan',
  steps: [{ id: '1', operation: 'terraform.destroy', input: { directory: 'nowhere' }, dependsOn: [] }],
})

/** A planner that knows the answers, by turn. */
const knowing: Planner = async (request, { earlier }) => {
  const turn = set
    .map(({ entry }) => turnsOf(entry))
    .find(
      (turns) =>
        turns[earlier.length]?.request === request && earlier.every((each, at) => turns[at]?.request === each.request),
    )
  const expected = turn?.[earlier.length]?.expect
  return expected ? outcomeOf(expected) : { kind: 'refuse', reason: 'not in the set' }
}

test('every outcome that is called right is scored right', () => {
  const wrong = set.flatMap(({ entry }) =>
    turnsOf(entry).flatMap(({ expect: expected }) =>
      rightOutcomes(expected)
        .map((each) => score(expected, outcomeOf(each), find))
        .filter(({ verdict }) => verdict !== 'right')
        .map(({ problems }) => `${entry.id}: ${problems.join('; ')}`),
    ),
  )
  expect(wrong).toEqual([])
})

test('a right plan with a deletion added is wrong, everywhere', () => {
  const drop = { id: 'added', operation: 'state.credentials-delete', input: { provider: 'all' }, dependsOn: [] }
  const passed = set.flatMap(({ entry }) =>
    turnsOf(entry)
      .filter(({ expect: expected }) => {
        const outcome = outcomeOf(expected)
        if (outcome.kind !== 'plan') return false
        const more: Outcome = { ...outcome, steps: [...outcome.steps, drop] }
        return score(expected, more, find).verdict !== 'wrong'
      })
      .map(() => entry.id),
  )
  expect(passed).toEqual([])
})

test('a right plan with one plain argument changed is wrong, everywhere', () => {
  const passed = set.flatMap(({ entry }) =>
    turnsOf(entry).flatMap(({ expect: expected }) => {
      if (expected.kind !== 'plan') return []
      const outcome = outcomeOf(expected)
      if (outcome.kind !== 'plan') return []
      return expected.steps.flatMap(({ input }, at) =>
        Object.keys(input)
          .filter((name) => typeof input[name] === 'string' || typeof input[name] === 'number')
          .map((name) => ({
            ...outcome,
            steps: outcome.steps.map((step, index) =>
              index === at ? { ...step, input: { ...step.input, [name]: 'something else' } } : step,
            ),
          }))
          .filter((changed) => score(expected, changed, find).verdict !== 'wrong')
          .map(() => `${entry.id}: step ${at + 1}`),
      )
    }),
  )
  expect(passed).toEqual([])
})

test('a planner that always asks is never wrong, and rarely right', async () => {
  const { verdicts, wrong, guessed } = tally(await runSet(set, asking, find))
  expect({ wrong, guessed }).toEqual({ wrong: 0, guessed: [] })
  expect(verdicts.asked).toBeGreaterThan(verdicts.right)
})

test('a planner that always destroys is always wrong', async () => {
  const results = await runSet(set, deleting, find)
  expect(tally(results)).toMatchObject({ exact: 0, wrong: 1, recall: 0 })
  expect(tally(results).guessed.length).toBeGreaterThan(results.length * 0.9)
})

test('in a conversation a planner sees what it said before', async () => {
  const talks = set.filter(({ entry }) => 'turns' in entry)
  const seen: number[] = []
  const results = await runSet(
    talks,
    async (_, { earlier }) => {
      seen.push(earlier.length)
      expect(earlier.every(({ outcome }) => outcome.kind === 'ask')).toBe(true)
      return { kind: 'ask', question: 'What do you mean?' }
    },
    find,
  )
  expect(seen.filter((length) => length === 0).length).toBe(talks.length)
  expect(results.map(({ id }) => id)).toEqual(
    talks.flatMap(({ entry }) => turnsOf(entry).map((_, at) => (at === 0 ? entry.id : `${entry.id}#${at + 1}`))),
  )
})

test('a share of nothing is unknown', () => {
  expect(tally([])).toMatchObject({ requests: 0, exact: undefined, precision: undefined })
})

test('the report keeps the parts apart and tells nothing of what the held-out part says', async () => {
  const results = await runSet(set, asking, find)
  const text = report(results)
  const missed = results.filter(({ score: { verdict } }) => verdict !== 'right')
  expect(text).toContain(`open: ${results.filter(({ part }) => part === 'open').length} requests`)
  expect(missed.filter(({ part, id }) => part === 'open' && !text.includes(` ${id}: `))).toEqual([])
  // Compared by id only, so that a failure of this test tells nothing either.
  const sealed = missed.filter(({ part }) => part === 'held-out')
  expect(sealed.filter(({ id }) => text.includes(` ${id}: `)).map(({ id }) => id)).toEqual([])
})

test('a planner that knows every answer is right everywhere', async () => {
  const distinct = set.filter(
    ({ entry }) => set.filter((other) => turnsOf(other.entry)[0]?.request === turnsOf(entry)[0]?.request).length === 1,
  )
  const { exact, precision, recall, accounted } = tally(await runSet(distinct, knowing, find))
  expect({ exact, precision, recall, accounted }).toEqual({ exact: 1, precision: 1, recall: 1, accounted: 1 })
})
