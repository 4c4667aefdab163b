import { expectClosed, ingressTypes } from '../check/ingress.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-sg-no-open-rdp',
  title: 'Remote Desktop is not open to the internet',
  severity: 'critical',
  category: 'security',
  resources: [...ingressTypes],
  why: 'Port 3389 open to everyone is a common way in for ransomware.',
  fix: 'Allow only known addresses, or use Session Manager, which needs no open port.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-53',
  check: (view, resource) => expectClosed(view, resource, [3389], 'Remote Desktop (port 3389)'),
  examples: {
    good: [
      `resource "aws_security_group" "main" {
  ingress {
    from_port   = 3389
    to_port     = 3389
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}`,
      `resource "aws_vpc_security_group_ingress_rule" "main" {
  security_group_id = aws_security_group.main.id
  cidr_ipv4 = "0.0.0.0/0"
  ip_protocol = "tcp"
  from_port = 443
  to_port = 443
}`,
    ],
    bad: [
      `resource "aws_security_group" "main" {
  ingress {
    from_port   = 3389
    to_port     = 3389
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}`,
      `resource "aws_security_group_rule" "main" {
  type = "ingress"
  from_port = 20
  to_port = 6000
  protocol = "tcp"
  cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  security_group_id = "sg-1"
}`,
      `resource "aws_vpc_security_group_ingress_rule" "main" {
  security_group_id = "sg-1"
  cidr_ipv6 = "::/0"
  ip_protocol = "tcp"
  from_port = 1
  to_port = 65535
}`,
    ],
    unknown: [
      `variable "cidrs" {}

resource "aws_security_group" "main" {
  ingress {
    from_port   = 3389
    to_port     = 3389
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}`,
    ],
  },
})
