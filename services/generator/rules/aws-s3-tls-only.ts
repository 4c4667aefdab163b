import { Unknown } from '@nimbus/hcl'
import { expectCompanion } from '../check/expect.ts'
import type { View } from '../check/module.ts'
import { type Statement, statements } from '../check/policy.ts'
import { fail, type Outcome, pass, rule, unknown } from '../check/rule.ts'
import { place } from '../check/view.ts'

function refusesPlainHttp(policy: View): Outcome {
  const found = statements(policy, 'policy')
  if (found instanceof Unknown) return unknown(found.reason, place(policy, 'policy'))
  return found.some(isTlsOnly) ? pass() : fail('the policy does not refuse requests without TLS', policy)
}

function isTlsOnly({ effect, conditions }: Statement): boolean {
  const plain = conditions.some(
    ({ test, key, values }) =>
      test === 'Bool' && key === 'aws:SecureTransport' && values.some((value) => value === 'false' || value === false),
  )
  return effect === 'Deny' && plain
}

export default rule({
  id: 'aws-s3-tls-only',
  title: 'Buckets refuse requests without TLS',
  severity: 'medium',
  category: 'security',
  resources: ['aws_s3_bucket'],
  why: 'A request without TLS can be read and changed on its way.',
  fix: 'Add an aws_s3_bucket_policy that denies s3:* when aws:SecureTransport is false.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5',
  check: (_, bucket) =>
    expectCompanion(
      bucket,
      ['aws_s3_bucket_policy'],
      'bucket',
      'no policy refuses requests without TLS',
      refusesPlainHttp,
    ),
  examples: {
    good: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_policy" "main" {
  bucket = aws_s3_bucket.main.id
  policy = jsonencode({
    Statement = [{
      Effect = "Deny"
      Principal = "*"
      Action = "s3:*"
      Resource = [aws_s3_bucket.main.arn]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}`,
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

data "aws_iam_policy_document" "tls" {
  statement {
    effect = "Deny"
    actions = ["s3:*"]
    resources = [aws_s3_bucket.main.arn]
    principals {
      type = "*"
      identifiers = ["*"]
    }
    condition {
      test = "Bool"
      variable = "aws:SecureTransport"
      values = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "main" {
  bucket = aws_s3_bucket.main.id
  policy = data.aws_iam_policy_document.tls.json
}`,
    ],
    bad: [
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}`,
      `resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_policy" "main" {
  bucket = aws_s3_bucket.main.id
  policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      Principal = "*"
      Action = "s3:*"
      Resource = [aws_s3_bucket.main.arn]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}`,
    ],
    unknown: [
      `variable "policy" {}

resource "aws_s3_bucket" "main" {
  bucket = "shop-assets"
}

resource "aws_s3_bucket_policy" "main" {
  bucket = aws_s3_bucket.main.id
  policy = var.policy
}`,
    ],
  },
})
