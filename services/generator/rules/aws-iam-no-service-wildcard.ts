import { expectNoStatement } from '../check/expect-statements.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-iam-no-service-wildcard',
  title: 'Policies do not allow every action of a service on everything',
  severity: 'high',
  category: 'security',
  resources: ['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'],
  why: 'Every action of a service includes deleting, and giving access to others.',
  fix: 'List the actions that are needed, or the resources.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21',
  check: (policy) =>
    expectNoStatement(policy, 'policy', {
      is: ({ effect, actions, resources }) =>
        effect === 'Allow' &&
        resources.includes('*') &&
        actions.some((action) => typeof action === 'string' && /^[\w-]+:\*$/.test(action)),
      doubts: ({ actions, resources }) => (resources.includes('*') ? actions : []),
      message: 'every action of a service is allowed on every resource',
    }),
  examples: {
    good: [
      `resource "aws_iam_policy" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "s3:*"
      Resource = "arn:aws:s3:::shop/*"
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
      Action = ["s3:*"]
      Resource = "*"
    }]
  })
}`,
    ],
    unknown: [
      `variable "a" {}

resource "aws_iam_policy" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = var.a
      Resource = "*"
    }]
  })
}`,
    ],
  },
})
