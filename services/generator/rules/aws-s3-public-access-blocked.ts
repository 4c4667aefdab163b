import { expectCompanion, expectTrue } from '../check/expect.ts'
import type { View } from '../check/module.ts'
import { gravest, type Outcome, pass, rule } from '../check/rule.ts'

const settings = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets']

function isBlocked(companion: View): Outcome {
  return gravest(settings.map((setting) => expectTrue(companion, setting, `${setting} is not on`))) ?? pass()
}

export default rule({
  id: 'aws-s3-public-access-blocked',
  title: 'Buckets block public access in all four ways',
  severity: 'critical',
  category: 'security',
  resources: ['aws_s3_bucket'],
  why: 'One policy or ACL written in a hurry makes every object public.',
  fix: 'Add an aws_s3_bucket_public_access_block for the bucket with all four settings true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8',
  check: (_, bucket) =>
    expectCompanion(
      bucket,
      ['aws_s3_bucket_public_access_block'],
      'bucket',
      'nothing blocks public access to this bucket',
      isBlocked,
    ),
  examples: {
    good: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_public_access_block" "main" {
  bucket = aws_s3_bucket.main.id
  block_public_acls = true
  block_public_policy = true
  ignore_public_acls = true
  restrict_public_buckets = true
}`,
      `locals {
  buckets = { assets = {}, logs = {} }
}

resource "aws_s3_bucket" "main" {
  for_each = local.buckets
  bucket = each.key
}

resource "aws_s3_bucket_public_access_block" "main" {
  for_each = aws_s3_bucket.main
  bucket = each.value.id
  block_public_acls = true
  block_public_policy = true
  ignore_public_acls = true
  restrict_public_buckets = true
}`,
    ],
    bad: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}`,
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_public_access_block" "main" {
  bucket = aws_s3_bucket.main.id
  block_public_acls = true
  block_public_policy = true
  ignore_public_acls = false
  restrict_public_buckets = true
}`,
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_public_access_block" "main" {
  bucket = aws_s3_bucket.main.id
  block_public_acls = true
}`,
    ],
    unknown: [
      `variable "bucket" {}

resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_public_access_block" "main" {
  bucket = var.bucket
  block_public_acls = true
  block_public_policy = true
  ignore_public_acls = true
  restrict_public_buckets = true
}`,
      `variable "b" {}

resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_public_access_block" "main" {
  bucket = aws_s3_bucket.main.id
  block_public_acls = true
  block_public_policy = true
  ignore_public_acls = var.b
  restrict_public_buckets = true
}`,
    ],
  },
})
