import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { vocabularyOf } from '../words/vocabulary.ts'
import { needsOf } from './needs.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)
const needs = (request: string) => [...needsOf(request, vocabulary)].toSorted()

test.each([
  ['Use `git stash` to put my changes away', 'git stash to put my changes away'],
  ['@nimbus switch to fix', 'switch to fix'],
  ['run this:\n```\ngit checkout fix\n```', 'git checkout fix'],
])('%j wants what %j wants', (said, plain) => expect(needs(said)).toEqual(needs(plain)))

test.each(['summarize README.md with gpt-4o', 'tell gemini to write a poem', 'reviewer, look at docs/guide.md'])(
  'whoever may be handed work is looked for: %s',
  (request) => expect(needs(request)).toEqual(expect.arrayContaining(['agents', 'models', 'tools'])),
)
