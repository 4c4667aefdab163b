import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { shippedLikeness } from '../likeness/shipped.ts'
import { planConversation } from '../plan-conversation.ts'
import { planned } from '../testing.ts'
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

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf', 'envs/production/main.tf'] }

test.each([
  ['plan staging, not production', 'terraform.plan', 'envs/staging'],
  ['validate staging, no not dev', 'terraform.validate', 'envs/staging'],
  ['outputs of staging rather than dev', 'terraform.output', 'envs/staging'],
])('%s: of places, the one that is wanted', (request, operation, directory) => {
  expect(planned(request, world)).toEqual([[operation, { directory }]])
})

test('makes something new where it is wanted', () => {
  const [step] = [planned('cluster in Milan, not in Paris, dev')].flat()
  expect(step?.[1]).toMatchObject({ region: 'eu-south-1' })
})

test.each(['apply dev, not production', 'destroy dev, not staging'])(
  '%s: asks before anything is deleted',
  (request) => {
    expect(planned(request, world)).toBe('ask')
  },
)
