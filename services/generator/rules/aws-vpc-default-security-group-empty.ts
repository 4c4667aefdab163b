import { expectCompanion } from '../check/expect.ts'
import type { View } from '../check/module.ts'
import { fail, type Outcome, pass, rule } from '../check/rule.ts'
import { nested } from '../check/view.ts'

function isEmpty(group: View): Outcome {
  const [open] = [...nested(group, 'ingress'), ...nested(group, 'egress')]
  return open ? fail('the default security group lets traffic through', open) : pass()
}

export default rule({
  id: 'aws-vpc-default-security-group-empty',
  title: 'The default security group lets nothing through',
  severity: 'high',
  category: 'security',
  resources: ['aws_vpc'],
  why: 'What is started without a security group gets the default one, which lets its members reach each other and the internet.',
  fix: 'Add an aws_default_security_group with vpc_id of this VPC and no ingress or egress blocks.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2',
  check: (_, vpc) =>
    expectCompanion(
      vpc,
      ['aws_default_security_group'],
      'vpc_id',
      'the default security group of this VPC is not emptied',
      isEmpty,
    ),
  examples: {
    good: [
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}`,
    ],
    bad: [
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}`,
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
  ingress {
    protocol = -1
    self = true
    from_port = 0
    to_port = 0
  }
}`,
    ],
  },
})
