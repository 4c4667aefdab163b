import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-ebs-volume-encrypted',
  title: 'Volumes are encrypted',
  severity: 'high',
  category: 'security',
  resources: ['aws_ebs_volume'],
  why: 'A snapshot of a plain volume can be read by anyone it is shared with.',
  fix: 'Set encrypted = true, and kms_key_id for a key of your own.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-3',
  check: (volume) => expectTrue(volume, 'encrypted', 'the volume is not encrypted'),
  examples: {
    good: [
      `resource "aws_ebs_volume" "main" {
  size = 10
  encrypted = true
}`,
    ],
    bad: [
      `resource "aws_ebs_volume" "main" {
  size = 10
}`,
      `resource "aws_ebs_volume" "main" {
  encrypted = "false"
}`,
    ],
    unknown: [
      `variable "e" {}

resource "aws_ebs_volume" "main" {
  encrypted = var.e
}`,
    ],
  },
})
