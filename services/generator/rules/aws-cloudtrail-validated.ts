import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-cloudtrail-validated',
  title: 'Trail files can be proven unchanged',
  severity: 'medium',
  category: 'security',
  resources: ['aws_cloudtrail'],
  why: 'Without validation an intruder can edit the record of what he did.',
  fix: 'Set enable_log_file_validation = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-4',
  check: (trail) => expectTrue(trail, 'enable_log_file_validation', 'log files are not validated'),
  examples: {
    good: [
      `resource "aws_cloudtrail" "main" {
  name = "t"
  s3_bucket_name = "b"
  enable_log_file_validation = true
}`,
    ],
    bad: [
      `resource "aws_cloudtrail" "main" {
  name = "t"
  s3_bucket_name = "b"
}`,
    ],
    unknown: [
      `variable "v" {}

resource "aws_cloudtrail" "main" {
  name = "t"
  s3_bucket_name = "b"
  enable_log_file_validation = var.v
}`,
    ],
  },
})
