import { scalarText } from '@nimbus/hcl'
import { expectValue } from '../check/expect.ts'
import { rule, unknown } from '../check/rule.ts'
import { read } from '../check/view.ts'

// 1.31 left standard support on 2025-11-26 (the source below, read January 2026).
const oldestMinor = 32

export default rule({
  id: 'aws-eks-supported-version',
  title: 'The Kubernetes version has standard support',
  severity: 'high',
  category: 'operations',
  resources: ['aws_eks_cluster'],
  why: 'Beyond standard support a cluster costs six times as much, and beyond extended support it is upgraded without asking.',
  fix: 'Set version to a supported one, and upgrade one minor version at a time.',
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html',
  check: (cluster) => {
    const version = read(cluster, 'version')
    if (version === undefined)
      return unknown('the version is not stated: AWS took the newest when it created the cluster')
    return expectValue(cluster, 'version', (value) => {
      const minor = Number(/^1\.(\d+)$/.exec(scalarText(value) ?? '')?.[1])
      return minor >= oldestMinor
        ? undefined
        : `Kubernetes ${scalarText(value) ?? ''} has no standard support; 1.${oldestMinor} is the oldest that has`
    })
  },
  examples: {
    good: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  version = "1.33"
}`,
    ],
    bad: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  version = "1.24"
}`,
    ],
    unknown: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}`,
      `variable "version" {}

resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  version = var.version
}`,
    ],
  },
})
