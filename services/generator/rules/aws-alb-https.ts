import { expectValue } from '../check/expect.ts'
import { pass, rule } from '../check/rule.ts'
import { nested, read } from '../check/view.ts'

export default rule({
  id: 'aws-alb-https',
  title: 'Listeners use TLS or redirect to it',
  severity: 'high',
  category: 'security',
  resources: ['aws_lb_listener', 'aws_alb_listener'],
  why: 'What is sent over HTTP, sign-ins too, can be read on its way.',
  fix: 'Set protocol to "HTTPS", or redirect to it.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1',
  check: (listener) => {
    const redirects = nested(listener, 'default_action').some((action) => read(action, 'redirect.protocol') === 'HTTPS')
    return redirects
      ? pass()
      : expectValue(listener, 'protocol', (protocol) =>
          protocol === 'HTTP' ? 'the listener serves plain HTTP' : undefined,
        )
  },
  examples: {
    good: [
      `resource "aws_lb_listener" "main" {
  protocol = "HTTPS"
}`,
      `resource "aws_lb_listener" "main" {
  protocol = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      protocol = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}`,
    ],
    bad: [
      `resource "aws_lb_listener" "main" {
  protocol = "HTTP"
  default_action {
    type = "forward"
  }
}`,
    ],
    unknown: [
      `variable "p" {}

resource "aws_lb_listener" "main" {
  protocol = var.p
}`,
    ],
  },
})
