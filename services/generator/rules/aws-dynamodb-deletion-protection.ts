import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-dynamodb-deletion-protection',
  title: 'Tables cannot be deleted by mistake',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_dynamodb_table'],
  why: 'One wrong plan deletes the table and its items.',
  fix: 'Set deletion_protection_enabled = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-6',
  check: (table, { module }) =>
    module.environment === 'dev'
      ? undefined
      : expectTrue(table, 'deletion_protection_enabled', 'the table can be deleted'),
  examples: {
    good: [
      `resource "aws_dynamodb_table" "main" {
  deletion_protection_enabled = true
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
  deletion_protection_enabled = var.p
}`,
    ],
  },
})
