import { expectCompanion, expectOneOf } from '../check/expect.ts'
import { isLogTarget } from '../check/log-target.ts'
import type { View } from '../check/module.ts'
import { type Outcome, rule } from '../check/rule.ts'

const message = 'the bucket is not encrypted with KMS'
const path = 'rule.apply_server_side_encryption_by_default.sse_algorithm'

function isKms(encryption: View): Outcome {
  return expectOneOf(encryption, path, ['aws:kms', 'aws:kms:dsse'], message)
}

export default rule({
  id: 'aws-s3-kms',
  title: 'Buckets are encrypted with KMS',
  severity: 'medium',
  category: 'security',
  resources: ['aws_s3_bucket'],
  why: 'With KMS whoever reads an object must also be allowed to use the key, and its use is logged.',
  fix: 'Add an aws_s3_bucket_server_side_encryption_configuration with sse_algorithm "aws:kms".',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-17',
  check: (_, bucket) =>
    // Access logs cannot be delivered to a bucket whose default encryption is KMS (Amazon S3 user guide, "Enabling
    // Amazon S3 server access logging", read January 2026).
    isLogTarget(bucket)
      ? undefined
      : expectCompanion(bucket, ['aws_s3_bucket_server_side_encryption_configuration'], 'bucket', message, isKms),
  examples: {
    good: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}`,
    ],
    bad: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}`,
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}`,
    ],
    unknown: [
      `variable "a" {}

resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = var.a
    }
  }
}`,
    ],
  },
})
