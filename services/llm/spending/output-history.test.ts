import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { expectedOutput, highLength, outputLine } from './output-history.ts'
import { aCall, till } from './testing.ts'

const answers = async (place: Awaited<ReturnType<typeof till>>, lengths: readonly number[], at: string) => {
  for (const [n, tokens] of lengths.entries())
    await place.ctx.ledger.settle(`${at}-${n}`, [outputLine(aCall(), new Date(at), tokens)])
}

test('what all but a twentieth of the answers keep to, never less and at most half an octave more', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 20, maxLength: 200 }), (lengths) => {
      const counts = Array.from({ length: 41 }, () => 0)
      for (const length of lengths) {
        const bucket = Number(outputLine(aCall(), new Date(), length).account.split('/').at(-1))
        counts[bucket] = (counts[bucket] ?? 0) + 1
      }
      const sorted = lengths.toSorted((a, b) => a - b)
      const exact = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0
      const length = highLength(counts) ?? 0
      expect(length).toBeGreaterThanOrEqual(Math.floor(exact * 0.999))
      expect(length).toBeLessThanOrEqual(Math.ceil(exact * Math.SQRT2))
    }),
  )
})

test('a few answers say nothing; twenty do, also from last month; older ones are forgotten', async () => {
  await using place = await till()
  const expected = () => expectedOutput(aCall(), place.ctx.ledger, place.ctx.now())
  await answers(
    place,
    Array.from({ length: 19 }, () => 256),
    '2026-02-20T00:00:00.000Z',
  )
  expect(await expected()).toBeUndefined()
  await answers(place, [256], '2026-03-01T00:00:00.000Z')
  place.at('2026-03-10T12:00:01.000Z')
  expect(await expected()).toBe(256)
  place.at('2026-04-10T12:00:00.000Z')
  expect(await expected()).toBeUndefined()
})

test('the history is that of a model and a kind of task', async () => {
  await using place = await till()
  await answers(
    place,
    Array.from({ length: 30 }, () => 64),
    '2026-03-01T00:00:00.000Z',
  )
  expect(await expectedOutput(aCall({ model: 'small' }), place.ctx.ledger, place.ctx.now())).toBeUndefined()
  expect(await expectedOutput(aCall({ taskType: 'review' }), place.ctx.ledger, place.ctx.now())).toBeUndefined()
  expect(await expectedOutput(aCall(), place.ctx.ledger, place.ctx.now())).toBe(64)
})
