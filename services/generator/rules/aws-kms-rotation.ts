import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'
import { read } from '../check/view.ts'

export default rule({
  id: 'aws-kms-rotation',
  title: 'Keys rotate every year',
  severity: 'medium',
  category: 'security',
  resources: ['aws_kms_key'],
  why: 'Rotation limits how much one leaked key can decrypt.',
  fix: 'Set enable_key_rotation = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4',
  check: (key) => {
    const spec = read(key, 'customer_master_key_spec') ?? 'SYMMETRIC_DEFAULT'
    // Asymmetric and HMAC keys cannot be rotated.
    if (typeof spec === 'string' && spec !== 'SYMMETRIC_DEFAULT') return undefined
    return expectTrue(key, 'enable_key_rotation', 'the key is never rotated')
  },
  examples: {
    good: [
      `resource "aws_kms_key" "main" {
  enable_key_rotation = true
}`,
    ],
    bad: [
      `resource "aws_kms_key" "main" {
  description = "a"
}`,
    ],
    unknown: [
      `variable "r" {}

resource "aws_kms_key" "main" {
  enable_key_rotation = var.r
}`,
    ],
  },
})
