import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['docs/guide.md', 'ci/dev.tfplan', 'envs/dev/main.tf', 'envs/staging/main.tf'] }

test.each([
  'terraform plan t_m4n5 looks fine, apply it',
  't_m4n5 was reviewed, apply',
  'the saved plan t_m4n5 looks good to me. please apply it',
])('%s: what was found good is what is applied', (request) => {
  expect(planned(request, world)).toEqual([['terraform.apply', { plan: 't_m4n5' }]])
})

test('finds a plan file good as well', () => {
  expect(planned('ci/dev.tfplan has been approved, apply it', world)).toEqual([
    ['terraform.apply', { file: 'ci/dev.tfplan' }],
  ])
})

test.each(['ok all signed off, roll out staging', 'everything looks good. apply staging'])(
  '%s: a verdict ahead orders nothing and limits nothing',
  (request) => {
    expect(planned(request, world)).toMatchObject([
      ['terraform.plan', { directory: 'envs/staging' }],
      ['terraform.apply', {}],
    ])
  },
)

test.each([
  'if it looks good, apply dev',
  't_m4n5 is not approved, apply it',
  't_m4n5 looks wrong, apply it',
  'is t_m4n5 ok? apply it',
])('%s: applies nothing', (request) => {
  expect(planned(request, world)).toBeString()
})
