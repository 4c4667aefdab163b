import { expectAtLeast } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-kms-deletion-window',
  title: 'Deleting a key leaves time to notice',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_kms_key'],
  why: 'When a key is gone, everything it encrypted is gone.',
  fix: 'Set deletion_window_in_days to at least 14, or leave it out for 30.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-3',
  check: (key) => expectAtLeast(key, 'deletion_window_in_days', 14, 'the key is deleted in less than 14 days', 30),
  examples: {
    good: [
      `resource "aws_kms_key" "main" {
  deletion_window_in_days = 30
}`,
      `resource "aws_kms_key" "main" {
  description = "a"
}`,
    ],
    bad: [
      `resource "aws_kms_key" "main" {
  deletion_window_in_days = 7
}`,
    ],
    unknown: [
      `variable "d" {}

resource "aws_kms_key" "main" {
  deletion_window_in_days = var.d
}`,
    ],
  },
})
