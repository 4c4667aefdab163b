import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const files = ['envs/dev/main.tf', 'envs/staging/main.tf']

test.each([
  'Create a VPC in us-east-1 for dev, then init and validate it',
  'Create a VPC in us-east-1 for dev. Then run init and validate on it.',
])('%s: what was only just made is meant, not the root of that name', (request) => {
  expect(planned(request, { files })).toMatchObject([
    ['generator.terraform', { environments: ['dev'], with: ['vpc'] }],
    ['terraform.init', { directory: 'infra/envs/dev' }],
    ['terraform.validate', { directory: 'infra/envs/dev' }],
  ])
})

test('the environment of the second thing that is made names no root that is there either', () => {
  const request = 'VPC with 3 zones and a Postgres in us-west-2 for staging, then validate it'
  expect(planned(request, { files }).slice(1)).toEqual([
    ['terraform.init', { directory: 'infra/envs/staging' }],
    ['terraform.validate', { directory: 'infra/envs/staging' }],
  ])
})

test('a root that was named before is meant by what points at it', () => {
  expect(planned('validate dev, then show its outputs', { files })).toEqual([
    ['terraform.validate', { directory: 'envs/dev' }],
    ['terraform.output', { directory: 'envs/dev' }],
  ])
})
