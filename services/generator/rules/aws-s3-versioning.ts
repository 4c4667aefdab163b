import { expectCompanion, expectOneOf } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-s3-versioning',
  title: 'Buckets keep earlier versions',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_s3_bucket'],
  why: 'Without versions an overwritten or deleted object is gone.',
  fix: 'Add an aws_s3_bucket_versioning for the bucket with status "Enabled".',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14',
  check: (_, bucket) =>
    expectCompanion(bucket, ['aws_s3_bucket_versioning'], 'bucket', 'no earlier versions are kept', (versioning) =>
      expectOneOf(versioning, 'versioning_configuration.status', ['Enabled'], 'versioning is not enabled'),
    ),
  examples: {
    good: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_versioning" "main" {
  bucket = aws_s3_bucket.main.id
  versioning_configuration {
    status = "Enabled"
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

resource "aws_s3_bucket_versioning" "main" {
  bucket = aws_s3_bucket.main.id
  versioning_configuration {
    status = "Suspended"
  }
}`,
    ],
    unknown: [
      `variable "v" {}

resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_versioning" "main" {
  bucket = aws_s3_bucket.main.id
  versioning_configuration {
    status = var.v
  }
}`,
    ],
  },
})
