import { expectOneOf } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-eks-access-entries',
  title: 'Cluster access is granted by access entries',
  severity: 'medium',
  category: 'security',
  resources: ['aws_eks_cluster'],
  why: 'The aws-auth map has no audit, no validation, and one typing error locks everyone out.',
  fix: 'Set access_config.authentication_mode to "API".',
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html',
  check: (cluster) =>
    expectOneOf(
      cluster,
      'access_config.authentication_mode',
      ['API', 'API_AND_CONFIG_MAP'],
      'access is granted by the aws-auth map only',
      'CONFIG_MAP',
    ),
  examples: {
    good: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  access_config {
    authentication_mode = "API"
  }
}`,
    ],
    bad: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}`,
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  access_config {
    authentication_mode = "CONFIG_MAP"
  }
}`,
    ],
    unknown: [
      `variable "m" {}

resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  access_config {
    authentication_mode = var.m
  }
}`,
    ],
  },
})
