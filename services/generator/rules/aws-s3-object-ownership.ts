import { expectOneOf } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-s3-object-ownership',
  title: 'Bucket ownership controls do not bring ACLs back',
  severity: 'low',
  category: 'security',
  resources: ['aws_s3_bucket_ownership_controls'],
  why: 'With ACLs on, every object may grant access of its own that no policy shows.',
  fix: 'Leave aws_s3_bucket_ownership_controls out or set object_ownership to "BucketOwnerEnforced".',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  check: (controls) => expectOneOf(controls, 'rule.object_ownership', ['BucketOwnerEnforced'], 'ACLs are in use'),
  examples: {
    good: [
      `resource "aws_s3_bucket_ownership_controls" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}`,
    ],
    bad: [
      `resource "aws_s3_bucket_ownership_controls" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    object_ownership = "ObjectWriter"
  }
}`,
    ],
    unknown: [
      `variable "o" {}

resource "aws_s3_bucket_ownership_controls" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    object_ownership = var.o
  }
}`,
    ],
  },
})
