import { expectSet, expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'
import { attributeExpression } from '../check/view.ts'

export default rule({
  id: 'aws-sqs-encrypted',
  title: 'Queues are encrypted',
  severity: 'medium',
  category: 'security',
  resources: ['aws_sqs_queue'],
  why: 'Messages wait on disk, readable to whoever gets at it.',
  fix: 'Leave sqs_managed_sse_enabled on, or set kms_master_key_id.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-1',
  check: (queue) =>
    attributeExpression(queue.block.body, 'kms_master_key_id')
      ? expectSet(queue, 'kms_master_key_id', 'the queue is not encrypted')
      : expectTrue(queue, 'sqs_managed_sse_enabled', 'the queue is not encrypted', true),
  examples: {
    good: [
      `resource "aws_sqs_queue" "main" {
  name = "q"
}`,
      `resource "aws_sqs_queue" "main" {
  kms_master_key_id = aws_kms_key.q.id
}`,
    ],
    bad: [
      `resource "aws_sqs_queue" "main" {
  sqs_managed_sse_enabled = false
}`,
    ],
    unknown: [
      `variable "s" {}

resource "aws_sqs_queue" "main" {
  sqs_managed_sse_enabled = var.s
}`,
    ],
  },
})
