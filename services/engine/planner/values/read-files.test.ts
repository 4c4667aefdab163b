import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const files = ['booking/infra/main.tf', 'booking/src/a.ts', 'checkin/infra/main.tf', 'ci/booking.tfplan']
const world = { files }

test.each([
  ['init checkin', [['terraform.init', { directory: 'checkin/infra' }]]],
  ['outputs of booking', [['terraform.output', { directory: 'booking/infra' }]]],
  [
    'terraform plan for booking and for checkin',
    [
      ['terraform.plan', { directory: 'booking/infra' }],
      ['terraform.plan', { directory: 'checkin/infra' }],
    ],
  ],
  ['list the files in booking', [['fs.list', { path: 'booking' }]]],
])('%s: a service names its only root', (request, steps) => {
  expect(planned(request, world)).toEqual(steps)
})

test('a word for code names no second root beside it', () => {
  const applied = planned('apply booking terraform', { files: [...files, 'pay/terraform/main.tf'] })
  expect(applied).toMatchObject([
    ['terraform.plan', { directory: 'booking/infra' }],
    ['terraform.apply', {}],
  ])
})

test.each(['destroy booking', 'plan infra'])('%s: asks which root is meant', (request) => {
  expect(planned(request, world)).toBe('ask')
})

test('who made a file says nothing of what is wanted', () => {
  expect(planned('apply the plan file ci/booking.tfplan that the pipeline made', world)).toEqual([
    ['terraform.apply', { file: 'ci/booking.tfplan' }],
  ])
})
