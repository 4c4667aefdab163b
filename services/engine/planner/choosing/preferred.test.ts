import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const files = ['envs/dev/main.tf', 'envs/staging/main.tf']

test('a plan that is to be seen behind work on a root is the plan of that root', () => {
  expect(planned('validate staging, then show me the plan', { files })).toEqual([
    ['terraform.validate', { directory: 'envs/staging' }],
    ['terraform.plan', { directory: 'envs/staging' }],
  ])
})

test('behind work on a saved plan it is that one, and by itself it is asked for', () => {
  expect(planned('optimize the plan p_7f3a and show me the plan', { files })).toEqual([
    ['nimbus.plan-optimize', { plan: 'p_7f3a' }],
    ['nimbus.plan-show', { plan: 'p_7f3a' }],
  ])
  expect(planned('show me the plan', { files })).toBe('ask')
})
