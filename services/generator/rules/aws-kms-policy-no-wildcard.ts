import { expectNamedPrincipals } from '../check/expect-statements.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-kms-policy-no-wildcard',
  title: 'Key policies name who may use the key',
  severity: 'critical',
  category: 'security',
  resources: ['aws_kms_key', 'aws_kms_key_policy'],
  why: 'A key that everyone may use protects nothing.',
  fix: 'Name accounts and roles as principals, or add a condition.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  check: expectNamedPrincipals,
  examples: {
    good: [
      `resource "aws_kms_key" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "*"
      Resource = "*"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
    }]
  })
}`,
      `resource "aws_kms_key" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "*"
      Resource = "*"
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } }
    }]
  })
}`,
    ],
    bad: [
      `resource "aws_kms_key" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "*"
      Resource = "*"
      Principal = { AWS = "*" }
    }]
  })
}`,
      `resource "aws_kms_key" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "*"
      Resource = "*"
      Principal = "*"
    }]
  })
}`,
    ],
    unknown: [
      `variable "policy" {}

resource "aws_kms_key" "main" {
  policy = var.policy
}`,
      `variable "who" {}

resource "aws_kms_key" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "*"
      Resource = "*"
      Principal = { AWS = var.who }
    }]
  })
}`,
    ],
  },
})
