import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { planConversation } from '../plan-conversation.ts'
import { vocabularyOf } from '../words/vocabulary.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)

test('a question says what was understood of the order that it is about', () => {
  const outcome = planConversation(['a network of 2 zones in Europe for staging'], { files: [] }, vocabulary)
  expect(outcome).toMatchObject({ kind: 'ask', candidates: expect.arrayContaining(['eu-central-1']) })
  expect(outcome.understood.toSorted()).toEqual(['environments=staging', 'generator.terraform', 'with=vpc', 'zones=2'])
})

test('a secret is not said again', () => {
  for (const request of ['save the anthropic key sk-abcd1234567890', 'save the key sk-abcd1234567890']) {
    const outcome = planConversation([request], { files: [] }, vocabulary)
    expect(outcome.understood.join(' ')).toContain('value=…')
    expect(outcome.understood.join(' ')).not.toContain('abcd1234567890')
  }
})
