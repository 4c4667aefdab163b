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
  ['just a vpc and a database in Paris, leave kubernetes out', ['vpc', 'rds']],
  ['the network in Paris and leave the database out of the picture', ['vpc']],
  ['a vpc in Paris without eks and rds', ['vpc']],
  ['a vpc in Paris minus the cluster', ['vpc']],
  ['all components except eks in Milan', ['vpc', 'rds', 's3']],
  ['every part but the database, Paris', ['vpc', 'eks', 's3']],
  ['region: Milan\nvpc: yes\neks: no\ns3: yes', ['vpc', 's3']],
  ['components: network, database\nkubernetes: none\nregion: Paris', ['vpc', 'rds']],
  ['the works without postgres or k8s in Paris', ['vpc', 's3']],
  ['please make a bucket and also a cluster in Paris. Database is not necessary.', ['s3', 'eks']],
])('%s leaves out what is named to leave it out', (request, components) => {
  const found = outcome(request)
  expect(found.kind === 'plan' && found.steps[0]?.input.with).toEqual(components)
})

test.each(['a cluster in Paris without a vpc', 'everything except the network in Paris'])(
  '%s: what comes with something else cannot be left out',
  (request) => expect(outcome(request).kind).toBe('ask'),
)

test.each(['list all files except the tests', 'all checks except security on envs/dev', 'find all files without TODO'])(
  '%s: asks what is left out where no argument says it',
  (request) => expect(planned(request, world)).toBe('ask'),
)

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

test.each([
  ['history without the reads', { changes: true }],
  ['what has been done lately, reads excluded', { changes: true }],
  ['list mutating runs', { changes: true }],
  ['the last 5 changes made', { changes: true, limit: 5 }],
])('%s: the rest of the history', (request, input) => expect(planned(request)).toEqual([['state.history-list', input]]))

test.each([
  'history without failed ones',
  'history but not the failed runs',
  'which runs did not fail',
  'runs except cancelled',
])('%s: a choice that is turned down is not made', (request) => expect(planned(request)).toBe('ask'))
