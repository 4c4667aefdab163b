import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-dynamodb-point-in-time-recovery',
  title: 'Tables can be restored to any second',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_dynamodb_table'],
  why: 'Without it a bad deployment that overwrites items cannot be undone.',
  fix: 'Add point_in_time_recovery { enabled = true }.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-2',
  check: (table) => expectTrue(table, 'point_in_time_recovery.enabled', 'point-in-time recovery is off'),
  examples: {
    good: [
      `resource "aws_dynamodb_table" "main" {
  point_in_time_recovery {
    enabled = true
  }
}`,
    ],
    bad: [
      `resource "aws_dynamodb_table" "main" {
  name = "t"
}`,
    ],
    unknown: [
      `variable "p" {}

resource "aws_dynamodb_table" "main" {
  point_in_time_recovery {
    enabled = var.p
  }
}`,
    ],
  },
})
