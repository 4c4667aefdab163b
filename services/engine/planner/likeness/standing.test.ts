import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import fc from 'fast-check'
import { worldOf } from '../surroundings.ts'
import { requestTokens } from '../tokens/request-tokens.ts'
import { vocabularyOf } from '../words/vocabulary.ts'
import { markPiece } from './context.ts'
import { shippedLikeness } from './shipped.ts'
import { madeOf, places, readWeights, standingOf, standings, weightsText } from './standing.ts'
import { weigh } from './weigh.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)
const world = worldOf({ files: ['envs/dev/main.tf'] })

const standing = (request: string, operation: string): Record<string, string> =>
  Object.fromEntries(
    [...shippedLikeness.standings(operation, requestTokens(request, vocabulary, world).tokens, world, vocabulary)].map(
      ([{ text }, shares]) => [text, standings.toSorted((one, other) => shares[other] - shares[one])[0] ?? ''],
    ),
  )

test('tells what accompanies a wish and what limits it, by the words around', () => {
  expect(standing('the auditor is waiting, list the branches', 'git.branch-list')).toMatchObject({
    auditor: 'beside',
    waiting: 'beside',
    list: 'wish',
    branches: 'wish',
  })
  expect(standing('list the branches of our competitors', 'git.branch-list')).toMatchObject({
    branches: 'wish',
    competitors: 'limit',
  })
})

test('shares of any request sum up to one', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (request) => {
      const { tokens } = requestTokens(request, vocabulary, world)
      for (const { wish, beside, limit } of shippedLikeness.standings('git.log', tokens, world, vocabulary).values())
        expect(wish + beside + limit).toBeCloseTo(1, 6)
    }),
  )
})

test('weights are read as they were written', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -127, max: 127 }), { maxLength: 300 }), (numbers) => {
      const text = weightsText('made of something', { unit: 0.5, of: Int8Array.from(numbers) })
      expect(madeOf(text)).toBe('made of something')
      expect(readWeights(text)).toEqual({ unit: 0.5, of: Int8Array.from(numbers) })
    }),
  )
})

test('the same sayings give the same weights, which tell them apart', () => {
  const piece = (feature: string, standing: 'wish' | 'beside') => ({ feature, text: feature, standing })
  const sayings = ['log', 'status'].map((word) => ({
    of: 'git.log',
    pieces: [piece('hello', 'beside'), markPiece(','), piece('show', 'wish'), piece(word, 'wish')],
  }))
  const weights = weigh(sayings)
  expect(weigh(sayings)).toEqual(weights)
  expect(weights.of).toHaveLength(places * standings.length)
  const [saying] = sayings
  expect(standingOf(weights, saying?.pieces ?? [], 0, 'git.log').beside).toBeGreaterThan(0.6)
  expect(standingOf(weights, saying?.pieces ?? [], 2, 'git.log').wish).toBeGreaterThan(0.6)
})
