import { expectNoStatement, isOpenToAll } from '../check/expect-statements.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-iam-assume-role-named',
  title: 'Roles name who may take them',
  severity: 'critical',
  category: 'security',
  resources: ['aws_iam_role'],
  why: 'Everyone with an AWS account can take the role.',
  fix: 'Name services, accounts or roles as principals, or add a condition.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  check: (role) =>
    expectNoStatement(role, 'assume_role_policy', { is: isOpenToAll, message: 'everyone may take this role' }),
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
