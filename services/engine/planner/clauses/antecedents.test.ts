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

test('a root that was named before is meant by what points at it', () => {
  expect(planned('validate dev, then show its outputs', { files })).toEqual([
    ['terraform.validate', { directory: 'envs/dev' }],
    ['terraform.output', { directory: 'envs/dev' }],
  ])
})
