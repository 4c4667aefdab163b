import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { vocabularyOf } from './vocabulary.ts'

const { spelling } = vocabularyOf(product().catalog.list(), shippedLikeness)

test.each(['delegate', 'reviewer', 'room', 'charge', 'tabs', 'recovery', 'checkov'])(
  '%s is a word of its own',
  (word) => expect(spelling.correct(word)).toBeUndefined(),
)

test.each([
  ['delte', 'delete'],
  ['comit', 'commit'],
  ['shwo', 'show'],
  ['devv', 'dev'],
])('%s is a mistyped %s', (typed, word) => expect(spelling.correct(typed)).toBe(word))
