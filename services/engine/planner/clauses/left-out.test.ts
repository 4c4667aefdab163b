import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { planConversation } from '../plan-conversation.ts'
import { vocabularyOf } from '../words/vocabulary.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)
const outcome = (request: string) => planConversation([request], { files: [] }, vocabulary)

test.each([
  ['a vpc in Paris without eks', ['vpc']],
  ["don't bother with a database, just a bucket, Paris", ['s3']],
])('%s leaves out what is named to leave it out', (request, components) => {
  const found = outcome(request)
  expect(found.kind === 'plan' && found.steps[0]?.input.with).toEqual(components)
})

test('what comes with something else cannot be left out', () =>
  expect(outcome('a cluster in Paris without a vpc').kind).toBe('ask'))
