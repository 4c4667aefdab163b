import { expectSet } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-sns-encrypted',
  title: 'Topics are encrypted',
  severity: 'medium',
  category: 'security',
  resources: ['aws_sns_topic'],
  why: 'Messages are stored until delivered, readable to whoever gets at them.',
  fix: 'Set kms_master_key_id.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-1',
  check: (topic) => expectSet(topic, 'kms_master_key_id', 'the topic is not encrypted'),
  examples: {
    good: [
      `resource "aws_sns_topic" "main" {
  kms_master_key_id = "alias/aws/sns"
}`,
    ],
    bad: [
      `resource "aws_sns_topic" "main" {
  name = "t"
}`,
    ],
    unknown: [
      `variable "k" {}

resource "aws_sns_topic" "main" {
  kms_master_key_id = var.k
}`,
    ],
  },
})
