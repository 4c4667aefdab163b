import { expectCompanion, expectOneOf } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

const path = 'rule.apply_server_side_encryption_by_default.sse_algorithm'

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
    expectCompanion(
      bucket,
      ['aws_s3_bucket_server_side_encryption_configuration'],
      'bucket',
      'the bucket is not encrypted with KMS',
      (encryption) =>
        expectOneOf(encryption, path, ['aws:kms', 'aws:kms:dsse'], 'the bucket is not encrypted with KMS'),
    ),
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
