import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['envs/dev/main.tf', 'envs/staging/main.tf'] }

test('takes the environment of a root for no output of it', () => {
  expect(planned('show the outputs of the staging root', world)).toEqual([
    ['terraform.output', { directory: 'envs/staging' }],
  ])
  expect(planned('vpc_id output, staging', world)).toEqual([
    ['terraform.output', { directory: 'envs/staging', name: 'vpc_id' }],
  ])
})

test('takes no environments for an output', () => {
  expect(planned('give me all outputs of all environments', world)).toEqual([
    ['terraform.output', { directory: 'envs/dev' }],
    ['terraform.output', { directory: 'envs/staging' }],
  ])
})

test('takes the number of a ticket for no file', () => {
  expect(planned('ticket OPS-12: plan dev', world)).toEqual([['terraform.plan', { directory: 'envs/dev' }]])
})

test('takes what heads another value for no environment', () => {
  const [step] = [planned('Postgres. Region: Bahrain. Environment: staging. Stack name: loyalty.')].flat()
  expect(step?.[1]).toMatchObject({ environments: ['staging'], name: 'loyalty' })
})

test.each(['give me the vpc_id from staging', 'I need the vpc_id of staging'])(
  'an output is known by the form of its name: %s',
  (request) =>
    expect(planned(request, world)).toEqual([['terraform.output', { directory: 'envs/staging', name: 'vpc_id' }]]),
)
