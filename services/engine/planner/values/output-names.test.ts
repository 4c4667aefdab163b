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

test('takes what heads another value for no environment', () => {
  const [step] = [planned('Postgres. Region: Bahrain. Environment: staging. Stack name: loyalty.')].flat()
  expect(step?.[1]).toMatchObject({ environments: ['staging'], name: 'loyalty' })
})
