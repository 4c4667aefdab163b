import { expect, test } from 'bun:test'
import { willHoldData } from './holds-data.ts'

const made = (type: string, values: Readonly<Record<string, unknown>> = {}) => ({
  address: `${type}.main`,
  type,
  attributes: Object.entries(values).map(([path, after]) => ({ path, after })),
})

test('what a plan creates is said to hold data only where destroying it takes data along', () => {
  expect(willHoldData([made('aws_vpc'), made('aws_s3_bucket')])).toBeUndefined()
  expect(willHoldData([made('aws_db_instance', { skip_final_snapshot: false })])).toBeUndefined()
  expect(willHoldData([made('aws_cloudwatch_log_group', { skip_destroy: true })])).toBeUndefined()
  expect(willHoldData([made('aws_vpc'), made('aws_s3_bucket', { force_destroy: true })])).toStartWith(
    'aws_s3_bucket.main may hold data by then',
  )
  expect(willHoldData([made('aws_cloudwatch_log_group'), made('aws_ebs_volume')])).toStartWith(
    'aws_cloudwatch_log_group.main and 1 more may hold data by then',
  )
})
