import { expectCompanion } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-vpc-flow-logs',
  title: 'A VPC records its traffic',
  severity: 'medium',
  category: 'operations',
  resources: ['aws_vpc'],
  why: 'Without flow logs nobody can say after an incident who talked to whom.',
  fix: 'Add an aws_flow_log with vpc_id of this VPC and traffic_type "ALL".',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6',
  check: (_, vpc) =>
    expectCompanion(vpc, ['aws_flow_log'], 'vpc_id', 'no aws_flow_log records the traffic of this VPC'),
  examples: {
    good: [
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "main" {
  vpc_id = aws_vpc.main.id
  traffic_type = "ALL"
}`,
    ],
    bad: [
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}`,
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "main" {
  vpc_id = aws_vpc.other.id
}`,
    ],
    unknown: [
      `variable "vpc_id" {}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "main" {
  vpc_id = var.vpc_id
}`,
    ],
  },
})
