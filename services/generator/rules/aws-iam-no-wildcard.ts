import { Unknown } from '@nimbus/hcl'
import { statements } from '../check/policy.ts'
import { fail, pass, rule, unknown } from '../check/rule.ts'
import { place } from '../check/view.ts'

export default rule({
  id: 'aws-iam-no-wildcard',
  title: 'Policies do not allow every action on everything',
  severity: 'critical',
  category: 'security',
  resources: ['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'],
  why: 'Whoever gets hold of the role owns the account.',
  fix: 'List the actions and resources that are needed.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1',
  check: (policy) => {
    const found = statements(policy, 'policy')
    if (found instanceof Unknown) return unknown(found.reason, place(policy, 'policy'))
    const open = found.find(
      ({ effect, actions, resources }) =>
        effect === 'Allow' && actions.some((action) => action === '*' || action === '*:*') && resources.includes('*'),
    )
    if (open) return fail('every action on every resource is allowed', open.at)
    const doubt = found
      .flatMap(({ effect, actions }) => (effect === 'Deny' ? [] : actions))
      .find((action) => action instanceof Unknown)
    return doubt instanceof Unknown ? unknown(doubt.reason, place(policy, 'policy')) : pass()
  },
  examples: {
    good: [
      `resource "aws_iam_policy" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = ["s3:GetObject"]
      Resource = "*"
    }]
  })
}`,
      `resource "aws_iam_policy" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Deny"
      Action = "*"
      Resource = "*"
    }]
  })
}`,
    ],
    bad: [
      `resource "aws_iam_policy" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "*"
      Resource = "*"
    }]
  })
}`,
      `data "aws_iam_policy_document" "all" {
  statement {
    actions = ["*"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "main" {
  role = "r"
  policy = data.aws_iam_policy_document.all.json
}`,
      `resource "aws_iam_policy" "main" {
  policy = <<-EOT
    {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
  EOT
}`,
    ],
    unknown: [
      `variable "policy" {}

resource "aws_iam_policy" "main" {
  policy = var.policy
}`,
      `variable "actions" {}

resource "aws_iam_policy" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = var.actions
      Resource = "*"
    }]
  })
}`,
    ],
  },
})
