import { expectNamedPrincipals } from '../check/expect-statements.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-resource-policy-no-wildcard',
  title: 'Resource policies name who has access',
  severity: 'critical',
  category: 'security',
  resources: [
    'aws_sqs_queue_policy',
    'aws_sns_topic_policy',
    'aws_s3_bucket_policy',
    'aws_ecr_repository_policy',
    'aws_secretsmanager_secret_policy',
  ],
  why: 'Everyone with an AWS account can use the resource.',
  fix: 'Name accounts, roles or services as principals, or add a condition.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html',
  check: expectNamedPrincipals,
  examples: {
    good: [
      `resource "aws_sqs_queue_policy" "main" {
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
      `resource "aws_sqs_queue_policy" "main" {
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
      `resource "aws_sqs_queue_policy" "main" {
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
      `resource "aws_sqs_queue_policy" "main" {
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

resource "aws_sqs_queue_policy" "main" {
  policy = var.policy
}`,
      `variable "who" {}

resource "aws_sqs_queue_policy" "main" {
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
