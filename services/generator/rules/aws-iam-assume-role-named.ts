import { Unknown } from '@nimbus/hcl'
import { type Statement, statements } from '../check/policy.ts'
import { fail, pass, rule, unknown } from '../check/rule.ts'
import { place } from '../check/view.ts'

function isOpenToAll({ effect, principals, conditions }: Statement): boolean {
  return effect === 'Allow' && principals.includes('*') && conditions.length === 0
}

export default rule({
  id: 'aws-iam-assume-role-named',
  title: 'Roles name who may take them',
  severity: 'critical',
  category: 'security',
  resources: ['aws_iam_role'],
  why: 'Everyone with an AWS account can take the role.',
  fix: 'Name services, accounts or roles as principals, or add a condition.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  check: (role) => {
    const found = statements(role, 'assume_role_policy')
    if (found instanceof Unknown) return unknown(found.reason, place(role, 'assume_role_policy'))
    const open = found.find(isOpenToAll)
    return open ? fail('everyone may take this role', open.at) : pass()
  },
  examples: {
    good: [
      `resource "aws_iam_role" "main" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}`,
    ],
    bad: [
      `resource "aws_iam_role" "main" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = { AWS = "*" }
    }]
  })
}`,
    ],
    unknown: [
      `resource "aws_iam_role" "main" {
  assume_role_policy = file("trust.json")
}`,
    ],
  },
})
