import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { worldOf } from '../surroundings.ts'
import { vocabularyOf } from '../words/vocabulary.ts'
import { requestTokens } from './request-tokens.ts'
import { withTakenOut } from './taken-out.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)
const world = worldOf({ files: [] })

test.each([
  ['and take off the kubernetes', 'and without the kubernetes'],
  ['take the database out of it', 'without the database'],
  ['remove the cluster from the list, please', 'without the cluster , please'],
  ['no cluster', 'no cluster'],
  ['take the other one', 'take the other one'],
])('%s is read as %s', (request, said) =>
  expect(
    withTakenOut(requestTokens(request, vocabulary, world).tokens)
      .map(({ word }) => word)
      .join(' '),
  ).toBe(said),
)
