import { expect, test } from 'bun:test'
import { operationsPlanned, planned } from '../testing.ts'

const world = { files: ['envs/dev/main.tf'] }

test.each(['the tests fail, apply dev', 'I know dev is broken, destroy it'])(
  'nothing is taken away in spite of what failed: %s',
  (request) => expect(planned(request, world)).toBe('ask'),
)

test('what went well sets no condition', () => {
  expect(operationsPlanned('tests are green, roll out the dev environment', world)).toEqual([
    'terraform.plan',
    'terraform.apply',
  ])
})
