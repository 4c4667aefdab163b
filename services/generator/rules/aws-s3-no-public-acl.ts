import { expectValue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-s3-no-public-acl',
  title: 'No bucket or object has a public ACL',
  severity: 'critical',
  category: 'security',
  resources: ['aws_s3_bucket', 'aws_s3_bucket_acl', 'aws_s3_object'],
  why: 'A public ACL lets everyone list, read or even write.',
  fix: 'Remove the acl argument; use a policy for the few who need access.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12',
  check: (acl) =>
    expectValue(acl, 'acl', (value) =>
      typeof value === 'string' && /^(public-|authenticated-read)/.test(value)
        ? `the ACL ${value} opens it to everyone`
        : undefined,
    ),
  examples: {
    good: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}`,
      `resource "aws_s3_bucket_acl" "main" {
  bucket = "b"
  acl = "private"
}`,
    ],
    bad: [
      `resource "aws_s3_bucket" "main" {
  acl = "public-read"
}`,
      `resource "aws_s3_bucket_acl" "main" {
  bucket = "b"
  acl = "public-read-write"
}`,
    ],
    unknown: [
      `variable "acl" {}

resource "aws_s3_bucket_acl" "main" {
  bucket = "b"
  acl = var.acl
}`,
    ],
  },
})
