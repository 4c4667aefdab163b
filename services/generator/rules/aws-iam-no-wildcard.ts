import { expectNoStatement } from '../check/expect-statements.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-iam-no-wildcard',
  title: 'Policies do not allow every action on everything',
  severity: 'critical',
  category: 'security',
  resources: ['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'],
  why: 'Whoever gets hold of the role owns the account.',
  fix: 'List the actions and resources that are needed.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1',
  check: (policy) =>
    expectNoStatement(policy, 'policy', {
      is: ({ effect, actions, resources }) =>
        effect === 'Allow' && actions.some((action) => action === '*' || action === '*:*') && resources.includes('*'),
      doubts: ({ effect, actions }) => (effect === 'Deny' ? [] : actions),
      message: 'every action on every resource is allowed',
    }),
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
