import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-eks-private-endpoint',
  title: 'Nodes reach the Kubernetes API inside the VPC',
  severity: 'medium',
  category: 'security',
  resources: ['aws_eks_cluster'],
  why: 'Without the private endpoint traffic between nodes and control plane leaves the VPC.',
  fix: 'Set vpc_config.endpoint_private_access to true.',
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
  check: (cluster) => expectTrue(cluster, 'vpc_config.endpoint_private_access', 'the private endpoint is off'),
  examples: {
    good: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  vpc_config {
    endpoint_private_access = true
  }
}`,
    ],
    bad: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  vpc_config {
    subnet_ids = []
  }
}`,
    ],
    unknown: [
      `variable "x" {}

resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  vpc_config {
    endpoint_private_access = var.x
  }
}`,
    ],
  },
})
