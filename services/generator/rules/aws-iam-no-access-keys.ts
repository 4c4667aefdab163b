import { fail, rule } from '../check/rule.ts'

export default rule({
  id: 'aws-iam-no-access-keys',
  title: 'No long-lived access keys are created',
  severity: 'high',
  category: 'security',
  resources: ['aws_iam_access_key'],
  why: 'The secret stands in the state file and works until somebody remembers to remove it.',
  fix: 'Give the workload a role; let people sign in with IAM Identity Center.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  check: () => fail('a long-lived access key is created'),
  examples: {
    good: [
      `resource "aws_iam_role" "ci" {
  assume_role_policy = "{}"
}`,
    ],
    bad: [
      `resource "aws_iam_access_key" "main" {
  user = "ci"
}`,
    ],
  },
})
