import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-alb-deletion-protection',
  title: 'Load balancers cannot be deleted by mistake',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_lb', 'aws_alb'],
  why: 'A deleted load balancer takes its name with it, and everything behind it off the internet.',
  fix: 'Set enable_deletion_protection = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6',
  check: (balancer, { module }) =>
    module.environment === 'dev'
      ? undefined
      : expectTrue(balancer, 'enable_deletion_protection', 'the load balancer can be deleted'),
  examples: {
    good: [
      `resource "aws_lb" "main" {
  enable_deletion_protection = true
}`,
    ],
    bad: [
      `resource "aws_lb" "main" {
  name = "a"
}`,
    ],
    unknown: [
      `variable "d" {}

resource "aws_lb" "main" {
  enable_deletion_protection = var.d
}`,
    ],
  },
})
