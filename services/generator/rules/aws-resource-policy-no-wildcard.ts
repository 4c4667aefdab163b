import { Unknown } from '@nimbus/hcl'
import { type Statement, statements } from '../check/policy.ts'
import { fail, pass, rule, unknown } from '../check/rule.ts'
import { place } from '../check/view.ts'

function isOpenToAll({ effect, principals, conditions }: Statement): boolean {
  return effect === 'Allow' && principals.includes('*') && conditions.length === 0
}

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
  check: (resource) => {
    const found = statements(resource, 'policy')
    if (found instanceof Unknown) return unknown(found.reason, place(resource, 'policy'))
    if (found.length === 0) return undefined
    const open = found.find(isOpenToAll)
    if (open) return fail('the policy allows everyone, without a condition', open.at)
    const doubt = found
      .flatMap(({ effect, principals }) => (effect === 'Allow' ? principals : []))
      .find((principal) => principal instanceof Unknown && !principal.reason.includes('is not known from the source'))
    return doubt instanceof Unknown ? unknown(doubt.reason, place(resource, 'policy')) : pass()
  },
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
