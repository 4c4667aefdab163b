import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import fc from 'fast-check'
import { worldOf } from '../surroundings.ts'
import { requestTokens } from '../tokens/request-tokens.ts'
import { vocabularyOf } from '../words/vocabulary.ts'
import { noLikeness } from './likeness.ts'
import { shippedLikeness } from './shipped.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)
const world = worldOf({ files: ['envs/dev/main.tf'] })

const shares = (request: string, likeness = shippedLikeness): ReadonlyMap<string, number> =>
  likeness.operations(requestTokens(request, vocabulary, world).tokens, world, vocabulary)

const likeliest = (request: string): string | undefined =>
  [...shares(request)].sort(([, one], [, other]) => other - one)[0]?.[0]

test('an operation is found by how people say it, in words that no phrase has', () => {
  expect(likeliest('who has been messing with main.tf lately')).toBe('git.log')
  expect(likeliest('burn rate of our models since monday?')).toBe('llm.stats')
  expect(likeliest('is the paper trail still in one piece')).toBe('nimbus.audit-verify')
})

test('what nothing here does is likest to nothing', () => {
  expect(likeliest('restart the payments pod')).toBe('nothing')
})

test('shares are of one whole, whatever was said', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (request) => {
      const sum = [...shares(request).values()].reduce((all, share) => all + share, 0)
      expect(sum).toBeCloseTo(1, 6)
    }),
  )
})

test('a word that somebody said of an operation is known to it', () => {
  expect(shippedLikeness.says('git.log', 'standup')).toBe(false)
  expect(shippedLikeness.says('git.commit', 'commit')).toBe(true)
  expect(shippedLikeness.says('made.up', 'commit')).toBe(false)
})

test('without sayings nothing is known', () => {
  expect(shares('commit everything', noLikeness).size).toBe(0)
  expect(noLikeness.says('git.commit', 'commit')).toBe(false)
})
