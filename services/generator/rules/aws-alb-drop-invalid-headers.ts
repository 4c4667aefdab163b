import { Unknown } from '@nimbus/hcl'
import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'
import { read } from '../check/view.ts'

export default rule({
  id: 'aws-alb-drop-invalid-headers',
  title: 'Load balancers drop invalid headers',
  severity: 'medium',
  category: 'security',
  resources: ['aws_lb', 'aws_alb'],
  why: 'Malformed headers are how requests are smuggled past a proxy.',
  fix: 'Set drop_invalid_header_fields = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4',
  check: (balancer) => {
    const kind = read(balancer, 'load_balancer_type') ?? 'application'
    if (kind !== 'application' && !(kind instanceof Unknown)) return undefined
    return expectTrue(balancer, 'drop_invalid_header_fields', 'invalid headers are passed on')
  },
  examples: {
    good: [
      `resource "aws_lb" "main" {
  drop_invalid_header_fields = true
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
  drop_invalid_header_fields = var.d
}`,
    ],
  },
})
