import { expectSet } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-log-group-kms',
  title: 'Log groups are encrypted with your key',
  severity: 'low',
  category: 'security',
  resources: ['aws_cloudwatch_log_group'],
  why: 'Logs hold more personal data than anyone intends; a key of your own limits who reads them.',
  fix: 'Set kms_key_id.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  check: (group) => expectSet(group, 'kms_key_id', 'no KMS key of your own is set'),
  examples: {
    good: [
      `resource "aws_cloudwatch_log_group" "main" {
  name = "/shop"
  kms_key_id = aws_kms_key.logs.arn
}`,
    ],
    bad: [
      `resource "aws_cloudwatch_log_group" "main" {
  name = "/shop"
}`,
    ],
    unknown: [
      `variable "k" {}

resource "aws_cloudwatch_log_group" "main" {
  name = "/shop"
  kms_key_id = var.k
}`,
    ],
  },
})
