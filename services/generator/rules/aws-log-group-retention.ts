import { expectAtLeast } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-log-group-retention',
  title: 'Log groups have a retention',
  severity: 'low',
  category: 'cost',
  resources: ['aws_cloudwatch_log_group'],
  why: 'Logs without a retention are kept, and billed, for ever.',
  fix: 'Set retention_in_days.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16',
  check: (group) => expectAtLeast(group, 'retention_in_days', 1, 'logs are kept for ever'),
  examples: {
    good: [
      `resource "aws_cloudwatch_log_group" "main" {
  name = "/shop"
  retention_in_days = 90
}`,
    ],
    bad: [
      `resource "aws_cloudwatch_log_group" "main" {
  name = "/shop"
}`,
      `resource "aws_cloudwatch_log_group" "main" {
  name = "/shop"
  retention_in_days = 0
}`,
    ],
    unknown: [
      `variable "d" {}

resource "aws_cloudwatch_log_group" "main" {
  name = "/shop"
  retention_in_days = var.d
}`,
    ],
  },
})
