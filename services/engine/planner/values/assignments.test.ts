import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf', 'modules/network/main.tf'] }

test.each([
  'plan dev with instance_count = 4',
  'plan dev and set the variable instance_count to 4',
  'make a terraform plan for dev where instance_count is 4',
  'let me see the dev plan with instance_count at 4',
])('a variable and its value may be said apart: %s', (request) =>
  expect(planned(request, world)).toEqual([
    ['terraform.plan', { directory: 'envs/dev', var: { instance_count: '4' } }],
  ]),
)

test('what a variable is called is no file', () => {
  expect(planned('plan dev with instance_type t3.micro', world)).toBe('ask')
})

test.each([
  'write the plan of dev to dev.tfplan',
  'plan dev with output file dev.tfplan',
  'save a plan of dev as dev.tfplan',
])('a plan goes into a file of plans: %s', (request) =>
  expect(planned(request, world)).toEqual([['terraform.plan', { directory: 'envs/dev', out: 'dev.tfplan' }]]),
)

test.each(['validate the network module', 'validate module network', 'is it valid the module of network'])(
  'a module is found by its name: %s',
  (request) => expect(planned(request, world)).toEqual([['terraform.validate', { directory: 'modules/network' }]]),
)

test('what a thing is called elsewhere may stand behind its address', () => {
  expect(planned('import aws_s3_bucket.logs my-logs into dev', world)).toEqual([
    ['terraform.import', { directory: 'envs/dev', address: 'aws_s3_bucket.logs', id: 'my-logs' }],
  ])
})

test.each(['destroy the network module', 'apply the network module', 'plan module network'])(
  'a module has no state of its own: %s',
  (request) => expect(Array.isArray(planned(request, world))).toBe(false),
)

test.each(['init dev w/ backend bucket acme-tfstate', 'initialise dev again, backend bucket is acme-tfstate'])(
  'what a backend is told may be said apart: %s',
  (request) =>
    expect(planned(request, world)).toEqual([
      ['terraform.init', { directory: 'envs/dev', backendConfig: ['bucket=acme-tfstate'] }],
    ]),
)
