import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const environmentsOf = (request: string) => {
  const [step] = [planned(request)].flat()
  return Array.isArray(step) ? (step[1] as Record<string, unknown>).environments : step
}

test.each([
  ['environment: preprod, bucket in Milan', ['preprod']],
  ['bucket in Milan, environment pre-prod', ['pre-prod']],
  ['a bucket in Milan for beta', ['beta']],
  ['a vpc in Paris for the training environment', ['training']],
  ['vpc in Paris in our integration environment', ['integration']],
  ['Stockholm. vpc, test env, 2 zones', ['test']],
])('%s: the environment as it is called', (request, environments) => {
  expect(environmentsOf(request)).toEqual(environments)
})

test.each(['vpc in Paris in its own environment', 'the network in Paris for a kubernetes environment'])(
  '%s: takes no other word for one',
  (request) => expect(environmentsOf(request)).toBeUndefined(),
)

test('finds what stands in for another where that is what there is', () => {
  const files = ['envs/dev/main.tf', 'envs/staging/main.tf']
  expect(planned('plan preprod', { files })).toEqual([['terraform.plan', { directory: 'envs/staging' }]])
})

test.each(['the database for the demo on Friday in Paris', 'a bucket in Paris for our demo'])(
  '%s: where something is shown is no environment',
  (request) => expect(environmentsOf(request)).toBeUndefined(),
)

test.each([
  ['create terraform for one vpc, environment staging, region Zürich', 'eu-central-2', 'staging'],
  ['a vpc for dev, and it has to live in London', 'eu-west-2', 'dev'],
])('%s: what heads another value is no environment, nor is where it lives', (request, region, environment) => {
  expect(planned(request)).toEqual([
    ['generator.terraform', { name: 'vpc', region, environments: [environment], with: ['vpc'] }],
  ])
})

test.each([
  ["for staging I'd need what production has: network and a bucket in Paris", ['staging']],
  ['a vpc for staging in Paris, same as in production', ['staging']],
  ['like production, but for staging: a vpc in Paris', ['staging']],
  ['a vpc for environments like dev and staging in Paris', ['dev', 'staging']],
  ['I would like production in Paris with a vpc', ['production']],
])('%s: what something is only to be like is made nowhere', (request, environments) =>
  expect(environmentsOf(request)).toEqual(environments),
)

test('what is said behind a named environment is none', () => {
  expect(environmentsOf('generate a vpc in Paris for the staging environment and hold it to rules.yaml')).toEqual([
    'staging',
  ])
})

test.each([
  ['a vpc in Paris for preprod', ['preprod']],
  ['vpc in Paris for dev/staging/prod', ['dev', 'staging', 'production']],
  ['an rds in Paris for acceptance', ['acceptance']],
  ['clusters in Paris for dev-eu and dev-us', ['dev-eu', 'dev-us']],
  ['an rds in Paris for load-test', ['load-test']],
])('%s: a new one is called what it is called', (request, environments) => {
  const project = { environments: ['dev', 'staging', 'production'] }
  expect(planned(request, { project })).toMatchObject([['generator.terraform', { environments }]])
})

test.each([
  ['a vpc in Paris for prod only, staging has one already', ['production']],
  ['we have dev already; do the same vpc for staging in Paris', ['staging']],
  ['a bucket in Paris for staging (prod later)', ['staging']],
  ['give staging a database in Paris like the one in prod', ['staging']],
  ['let dev have its own vpc in Paris', ['dev']],
  ['dev is fine: a vpc in Paris', ['dev']],
  ['dev and staging need a vpc in Paris, production is handled elsewhere', ['dev', 'staging']],
  ['the dev one works fine; vpc for staging and production in Paris', ['staging', 'production']],
  ['to take load off production, a bucket in Paris for staging', ['staging']],
  ['a vpc in Paris for dev, with production in mind', ['dev']],
])('%s: what is there, or comes later, is made nowhere', (request, environments) =>
  expect(environmentsOf(request)).toEqual(environments),
)

test.each([
  ['an eks in Paris for the dev team in staging', ['staging']],
  ["an rds in Paris for QA's staging environment", ['staging']],
  ['a bucket in Paris for production logs in dev', ['dev']],
  ['a vpc in Paris for beta testers in staging', ['staging']],
  ['a bucket in Paris for the staging backups', ['staging']],
])('%s: what tells more of a thing says not where it is', (request, environments) =>
  expect(environmentsOf(request)).toEqual(environments),
)
