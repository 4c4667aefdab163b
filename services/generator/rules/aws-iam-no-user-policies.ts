import { fail, rule } from '../check/rule.ts'
import { read } from '../check/view.ts'

export default rule({
  id: 'aws-iam-no-user-policies',
  title: 'Users get permissions through groups or roles',
  severity: 'medium',
  category: 'security',
  resources: ['aws_iam_user_policy', 'aws_iam_user_policy_attachment'],
  why: 'Permissions given user by user are forgotten when people change jobs.',
  fix: 'Attach the policy to a role or group.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2',
  check: (attachment) =>
    read(attachment, 'user') === undefined ? undefined : fail('permissions are given to a user directly'),
  examples: {
    good: [
      `resource "aws_iam_role_policy_attachment" "main" {
  role       = "shop"
  policy_arn = "arn"
}`,
    ],
    bad: [
      `resource "aws_iam_user_policy_attachment" "main" {
  user = "anna"
  policy_arn = "arn"
}`,
    ],
  },
})
