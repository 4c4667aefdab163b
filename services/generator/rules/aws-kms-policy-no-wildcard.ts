import { Unknown } from '@nimbus/hcl'
import { type Statement, statements } from '../check/policy.ts'
import { fail, pass, rule, unknown } from '../check/rule.ts'
import { place } from '../check/view.ts'

function isOpenToAll({ effect, principals, conditions }: Statement): boolean {
  return effect === 'Allow' && principals.includes('*') && conditions.length === 0
}

export default rule({
  id: 'aws-kms-policy-no-wildcard',
  title: 'Key policies name who may use the key',
  severity: 'critical',
  category: 'security',
  resources: ['aws_kms_key', 'aws_kms_key_policy'],
  why: 'A key that everyone may use protects nothing.',
  fix: 'Name accounts and roles as principals, or add a condition.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
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
