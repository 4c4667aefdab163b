import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import type { Outcome } from '../asking/outcome.ts'
import { shippedLikeness } from '../likeness/shipped.ts'
import { planConversation } from '../plan-conversation.ts'
import { planned } from '../testing.ts'
import { vocabularyOf } from '../words/vocabulary.ts'

const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)
const surroundings = {
  files: ['README.md', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branches: ['main', 'hotfix'] },
}
const outcome = (request: string): Outcome => planConversation([request], surroundings, vocabulary)

test.each([
  ['for the yearly audit, plan dev', 'audit'],
  ['plan dev before the standup', 'standup'],
  ['my landlord keeps calling, plan dev', 'landlord'],
  ['plan dev so that everybody can look at it', 'everybody'],
  ['Change request: plan dev. Our lead wants to see it.', 'lead'],
  ['the board expects a plan of dev', 'board'],
  ['read README.md that my boss wrote', 'wrote'],
  ['my laptop rebooted on me, plan dev', 'rebooted'],
  ['before I go to lunch: plan dev', 'before'],
  ['a bucket in Dublin for product photos, dev', 'photos'],
  ['a cluster in Milan for load tests, dev', 'load'],
  ['outputs of dev before the DNS cutover', 'cutover'],
  ['list the rules of category cost for our steering committee', 'committee'],
  ['check dev and give me json that I can feed into our dashboard', 'dashboard'],
  ['check dev, the results go into the runbook', 'runbook'],
])('%s: what orders nothing is shown as ignored', (request, ignored) => {
  const found = outcome(request)
  expect(found.kind).toBe('plan')
  expect(found.ignored.join(' ')).toContain(ignored)
})

test.each([
  ['vpc in Paris, it must be highly available', 'highly available'],
  ['vpc in Paris. Encrypted with our own key.', 'Encrypted'],
  ['check dev for high severity issues', 'high'],
  ['bucket in Dublin for versioned backups, dev', 'versioned'],
  ['database in Dublin for 500 GB of orders, dev', '500'],
  ['database in Dublin for MySQL, dev', 'MySQL'],
  ['plan dev, version 15', '15'],
])('%s: what may be a limit is asked about', (request, word) => {
  const found = outcome(request)
  expect(found).toMatchObject({ kind: 'ask' })
  expect(found.kind === 'ask' && found.question).toContain(word)
})

test.each(['apply dev, but do not destroy anything', 'format everything but do not touch staging'])(
  '%s: an effect that is curbed makes no plan',
  (request) => expect(outcome(request).kind).toBe('ask'),
)

test('we are somewhere: something new goes there', () => {
  const found = outcome("a bucket please, we're based in London")
  expect(found.kind === 'plan' && found.steps[0]?.input).toMatchObject({ with: ['s3'], region: 'eu-west-2' })
})

test('turns nothing on by the name of an occasion', () => {
  expect(planned('for the monthly report: llm statistics, also by day')).toEqual([['llm.stats', { daily: true }]])
})

test('tells two files apart by the words that only one of them has', () => {
  const files = ['usage.jsonl', 'thrifty.yaml']
  expect(planned('what would we have saved with thrifty.yaml? the calls are in usage.jsonl', { files })).toEqual([
    ['llm.simulate', { log: 'usage.jsonl', policy: 'thrifty.yaml' }],
  ])
})
