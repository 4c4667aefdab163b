import { expectCompanion } from '../check/expect.ts'
import { isLogTarget } from '../check/log-target.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-s3-access-logging',
  title: 'Access to buckets is logged',
  severity: 'low',
  category: 'operations',
  resources: ['aws_s3_bucket'],
  why: 'After a leak nobody can say what was read.',
  fix: 'Add an aws_s3_bucket_logging for the bucket with a separate target_bucket.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9',
  check: (_, bucket) =>
    // A log bucket that logged into itself would never come to rest.
    isLogTarget(bucket)
      ? undefined
      : expectCompanion(bucket, ['aws_s3_bucket_logging'], 'bucket', 'access to this bucket is not logged'),
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
