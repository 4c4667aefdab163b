import { isList, Unknown } from '@nimbus/hcl'
import { expectValue } from '../check/expect.ts'
import { pass, rule, unknown } from '../check/rule.ts'
import { place, read } from '../check/view.ts'

export default rule({
  id: 'aws-eks-endpoint-not-open',
  title: 'The Kubernetes API is not open to the internet',
  severity: 'high',
  category: 'security',
  resources: ['aws_eks_cluster'],
  why: 'Anyone can try credentials and flaws against the control plane.',
  fix: 'Set vpc_config.endpoint_public_access to false, or list your own addresses in public_access_cidrs.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-1',
  check: (cluster) => {
    const reachable = read(cluster, 'vpc_config.endpoint_public_access') ?? true
    if (reachable instanceof Unknown)
      return unknown(reachable.reason, place(cluster, 'vpc_config.endpoint_public_access'))
    if (reachable === false) return pass()
    return expectValue(cluster, 'vpc_config.public_access_cidrs', (cidrs) =>
      cidrs === undefined || (isList(cidrs) && cidrs.some((cidr) => cidr === '0.0.0.0/0' || cidr === '::/0'))
        ? 'the API endpoint is open to every address'
        : undefined,
    )
  },
  examples: {
    good: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  vpc_config {
    endpoint_public_access = false
    subnet_ids = []
  }
}`,
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  vpc_config {
    public_access_cidrs = ["203.0.113.0/24"]
    subnet_ids = []
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
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  vpc_config {
    endpoint_public_access = true
    public_access_cidrs = ["0.0.0.0/0"]
  }
}`,
    ],
    unknown: [
      `variable "public" {}

resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  vpc_config {
    endpoint_public_access = var.public
  }
}`,
    ],
  },
})
