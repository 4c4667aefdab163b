import { expect, test } from 'bun:test'
import { planned } from './testing.ts'

const argument = (requests: readonly string[], name: 'environments' | 'with') => {
  const [step] = [planned(requests)].flat()
  if (step === undefined || typeof step === 'string') return step
  return (step[1] as Record<string, unknown>)[name]
}

test.each([
  ['and it is for staging, not dev', ['staging']],
  ['not dev, staging', ['staging']],
  ['no, for staging rather than dev', ['staging']],
  ['no, staging', ['staging']],
  ['staging instead of dev', ['staging']],
  ['and it is for staging', ['staging']],
  ['and also for staging', ['dev', 'staging']],
])('%s: of environments, what is turned down goes and what is wanted stays', (request, environments) =>
  expect(argument(['a vpc for dev in Paris', request], 'environments')).toEqual(environments),
)

test.each([
  ['and take off the kubernetes', ['vpc', 'rds']],
  ['drop the cluster from it', ['vpc', 'rds']],
  ['take the database out', ['vpc', 'eks']],
  ['remove the cluster again', ['vpc', 'rds']],
  ['forget the database', ['vpc', 'eks']],
  ['the database is not needed', ['vpc', 'eks']],
  ['everything but the database', ['vpc', 'eks']],
  ['a bucket instead of the cluster', ['vpc', 'rds', 's3']],
  ['and a bucket, without the database', ['vpc', 'eks', 's3']],
  ['and no cluster, but a bucket', ['vpc', 'rds', 's3']],
])('%s: of components, the rest stays', (request, components) =>
  expect(argument(['a vpc, eks and a database for dev in Paris', request], 'with')).toEqual(components),
)

test('what comes with something else is not taken out', () =>
  expect(planned(['a vpc and eks for dev in Paris', 'take the vpc out'])).toBe('ask'))

const here = { files: ['README.md', 'docs/guide.md', 'envs/dev/main.tf', 'envs/staging/main.tf'] }

test.each(['make it staging', 'staging instead'])('%s: what is applied was planned in the same place', (request) =>
  expect(planned(['apply dev', request], here)).toEqual([
    ['terraform.plan', { directory: 'envs/staging' }],
    ['terraform.apply', { plan: { $from: { step: '1', pointer: '/id' } } }],
  ]),
)

test.each(['destroy dev', 'apply dev'])('%s: not here but there makes no deletion elsewhere', (request) =>
  expect(planned([request, 'not dev, staging'], here)).toBeString(),
)
