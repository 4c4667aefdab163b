import { expect, test } from 'bun:test'
import { holdsData } from './holds-data.ts'
import { irreversible } from './reverse-plan.ts'

const change = (action: 'create' | 'update' | 'delete' | 'replace', address = `aws_vpc.${action}`) => ({
  action,
  address,
})

test('only what an apply created can be taken back by destroying it', () => {
  expect(irreversible([change('create'), change('create', 'aws_vpc.b')])).toBeUndefined()
  expect(irreversible([])).toBe('it created nothing')
  expect(irreversible([change('create'), change('update'), change('replace')])).toBe(
    'aws_vpc.update and 1 more was not created by it: bring the configuration back to what it was, and plan that',
  )
})

test.each([
  ['aws_s3_bucket', { force_destroy: true }, true],
  ['aws_s3_bucket', { force_destroy: false }, false],
  ['aws_db_instance', { skip_final_snapshot: true }, true],
  ['aws_db_instance', { skip_final_snapshot: false }, false],
  ['aws_dynamodb_table', {}, true],
  ['aws_cloudwatch_log_group', {}, true],
  ['aws_vpc', {}, false],
] as const)('%s with %p: data would be lost: %p', (type, attributes, lost) => {
  expect(holdsData(type, { attributes })).toBe(lost)
})
