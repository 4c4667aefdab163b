import { expectCompanion } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-s3-lifecycle',
  title: 'Buckets expire or archive what is old',
  severity: 'low',
  category: 'cost',
  resources: ['aws_s3_bucket'],
  why: 'Objects and their earlier versions pile up and are paid for each month.',
  fix: 'Add an aws_s3_bucket_lifecycle_configuration for the bucket.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13',
  check: (_, bucket) =>
    expectCompanion(
      bucket,
      ['aws_s3_bucket_lifecycle_configuration'],
      'bucket',
      'nothing expires or archives old objects',
    ),
  examples: {
    good: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_lifecycle_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    id = "old"
    status = "Enabled"
  }
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

resource "aws_s3_bucket_lifecycle_configuration" "main" {
  bucket = var.bucket
}`,
    ],
  },
})
