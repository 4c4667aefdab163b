import { expectFalse } from '../check/expect.ts'
import { gravest, pass, rule } from '../check/rule.ts'
import { nested } from '../check/view.ts'

export default rule({
  id: 'aws-ec2-no-public-ip',
  title: 'Machines have no public address',
  severity: 'high',
  category: 'security',
  resources: ['aws_instance', 'aws_launch_template'],
  why: 'A machine with a public address is one security group mistake away from the internet.',
  fix: 'Leave associate_public_ip_address out or false; reach machines through a load balancer or Session Manager.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-9',
  check: (machine, { type }) =>
    type === 'aws_instance'
      ? expectFalse(machine, 'associate_public_ip_address', 'the machine gets a public address')
      : gravest([
          pass(),
          ...nested(machine, 'network_interfaces').map((card) =>
            expectFalse(card, 'associate_public_ip_address', 'machines get a public address'),
          ),
        ]),
  examples: {
    good: [
      `resource "aws_instance" "main" {
  ami = "ami-1"
}`,
      `resource "aws_launch_template" "main" {}`,
    ],
    bad: [
      `resource "aws_instance" "main" {
  associate_public_ip_address = true
}`,
      `resource "aws_launch_template" "main" {
  network_interfaces {
    associate_public_ip_address = true
  }
}`,
    ],
    unknown: [
      `variable "p" {}

resource "aws_instance" "main" {
  associate_public_ip_address = var.p
}`,
    ],
  },
})
