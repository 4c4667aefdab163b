import { expectCompanion, relatives } from '../check/expect.ts'
import { references } from '../check/references.ts'
import { rule } from '../check/rule.ts'
import { attributeExpression } from '../check/view.ts'

export default rule({
  id: 'aws-s3-access-logging',
  title: 'Access to buckets is logged',
  severity: 'low',
  category: 'operations',
  resources: ['aws_s3_bucket'],
  why: 'After a leak nobody can say what was read.',
  fix: 'Add an aws_s3_bucket_logging for the bucket with a separate target_bucket.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9',
  check: (_, bucket) => {
    const isTarget = relatives(bucket.module).some(({ type, block, module }) => {
      const target = type === 'aws_s3_bucket_logging' ? attributeExpression(block.body, 'target_bucket') : undefined
      return target !== undefined && references(target, { block, module }).has(bucket.address)
    })
    // A log bucket that logged into itself would never come to rest.
    return isTarget
      ? undefined
      : expectCompanion(bucket, ['aws_s3_bucket_logging'], 'bucket', 'access to this bucket is not logged')
  },
  examples: {
    good: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_logging" "main" {
  bucket = aws_s3_bucket.main.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "assets/"
}

resource "aws_s3_bucket" "logs" {
  bucket = "shop-logs"
}`,
    ],
    bad: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}`,
    ],
    unknown: [
      `variable "bucket" {}

resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_logging" "main" {
  bucket = var.bucket
  target_bucket = "logs"
  target_prefix = ""
}`,
    ],
  },
})
