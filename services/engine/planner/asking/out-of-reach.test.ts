import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { planConversation } from '../plan-conversation.ts'
import { vocabularyOf } from '../words/vocabulary.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)
const kindOf = (request: string) =>
  planConversation([request], { files: ['README.md', 'envs/dev/main.tf'], git: { branches: ['main'] } }, vocabulary)
    .kind

test.each([
  'open a pull request for main',
  'write a helm chart for the shop',
  'create an ec2 instance',
  'which buckets exist in our account?',
  'how much does dev cost us on AWS?',
  'are there errors in the datadog logs?',
  'we are moving to azure, generate a network in Paris',
])('%s is refused, and nothing else is done in its place', (request) => expect(kindOf(request)).toBe('refuse'))
