import { expectClosed, ingressTypes } from '../check/ingress.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-sg-no-open-all',
  title: 'No rule opens every port to the internet',
  severity: 'critical',
  category: 'security',
  resources: [...ingressTypes],
  why: 'Everything that ever listens behind the group is exposed, also what is added later.',
  fix: 'Open single ports, to the sources that need them.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18',
  check: (view, resource) => expectClosed(view, resource, 'all', 'every port'),
  examples: {
    good: [
      `resource "aws_security_group" "main" {
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}`,
    ],
    bad: [
      `resource "aws_security_group" "main" {
  ingress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}`,
      `resource "aws_security_group" "main" {
  ingress = [{
    from_port   = 0
    to_port     = 65535
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
    ipv6_cidr_blocks = null
  }]
}`,
      `locals {
  open = ["0.0.0.0/0"]
}

resource "aws_security_group" "main" {
  dynamic "ingress" {
    for_each = ["-1"]
    content {
      from_port = 0
      to_port = 0
      protocol = ingress.value
      cidr_blocks = local.open
    }
  }
}`,
    ],
    unknown: [
      `variable "rules" {}

resource "aws_security_group" "main" {
  dynamic "ingress" {
    for_each = var.rules
    content {
      from_port = ingress.value.port
      to_port = ingress.value.port
      protocol = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}`,
    ],
  },
})
