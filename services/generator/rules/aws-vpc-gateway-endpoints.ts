import { companions } from '../check/companions.ts'
import { knownEnding } from '../check/known-ending.ts'
import { fail, pass, rule, unknown } from '../check/rule.ts'

export default rule({
  id: 'aws-vpc-gateway-endpoints',
  title: 'A VPC reaches S3 and DynamoDB without NAT',
  severity: 'low',
  category: 'cost',
  resources: ['aws_vpc'],
  why: 'Traffic to S3 and DynamoDB goes through NAT and is billed by the gigabyte; gateway endpoints cost nothing.',
  fix: 'Add aws_vpc_endpoint resources of type Gateway for s3 and dynamodb to the private route tables.',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
  check: (_, vpc) => {
    const { sure, possible } = companions(vpc, ['aws_vpc_endpoint'], 'vpc_id')
    const endings = sure.flatMap(({ instances }) => instances.map((endpoint) => knownEnding(endpoint, 'service_name')))
    const missing = ['s3', 'dynamodb'].filter((service) => !endings.some((ending) => ending.endsWith(`.${service}`)))
    if (missing.length === 0) return pass()
    if (possible.length > 0 || endings.includes('')) return unknown('which services the endpoints are for is not known')
    return fail(`no gateway endpoint for ${missing.join(' and ')}`)
  },
  examples: {
    good: [
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id = aws_vpc.main.id
  service_name = "com.amazonaws.\${var.region}.s3"
}

resource "aws_vpc_endpoint" "dynamodb" {
  vpc_id = aws_vpc.main.id
  service_name = "com.amazonaws.\${var.region}.dynamodb"
}`,
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_endpoint" "main" {
  for_each = toset(["s3", "dynamodb"])
  vpc_id = aws_vpc.main.id
  service_name = "com.amazonaws.eu-central-1.\${each.key}"
}`,
    ],
    bad: [
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}`,
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_endpoint" "main" {
  vpc_id = aws_vpc.main.id
  service_name = "com.amazonaws.eu-central-1.s3"
}`,
    ],
    unknown: [
      `variable "service" {}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_endpoint" "main" {
  vpc_id = aws_vpc.main.id
  service_name = var.service
}`,
    ],
  },
})
