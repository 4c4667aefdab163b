import { expectFalse } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-subnet-no-auto-public-ip',
  title: 'Subnets give no public address by themselves',
  severity: 'medium',
  category: 'security',
  resources: ['aws_subnet'],
  why: 'Every machine started in the subnet gets a public address, whether it was meant to or not.',
  fix: 'Remove map_public_ip_on_launch or set it to false; give public addresses to load balancers and NAT only.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15',
  check: (subnet) => expectFalse(subnet, 'map_public_ip_on_launch', 'machines started here get a public address'),
  examples: {
    good: [
      `resource "aws_subnet" "main" {
  vpc_id = "vpc-1"
}`,
    ],
    bad: [
      `resource "aws_subnet" "main" {
  vpc_id = "vpc-1"
  map_public_ip_on_launch = true
}`,
    ],
    unknown: [
      `variable "public" {}

resource "aws_subnet" "main" {
  vpc_id = "vpc-1"
  map_public_ip_on_launch = var.public
}`,
    ],
  },
})
