import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { planConversation } from '../plan-conversation.ts'
import { vocabularyOf } from '../words/vocabulary.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)

test.each(['what can you do?', 'help', 'What are you able to do?', 'how can you help me?'])(
  '%s is answered by what there is',
  (request) => {
    const outcome = planConversation([request], {}, vocabulary)
    expect(outcome.kind).toBe('refuse')
    for (const service of vocabulary.services) expect(JSON.stringify(outcome)).toContain(`${service}: `)
  },
)
