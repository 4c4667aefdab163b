import { scalarText } from '@nimbus/hcl'
import { expectValue } from '../check/expect.ts'
import { rule, unknown } from '../check/rule.ts'
import { read } from '../check/view.ts'
import { kubernetesVersions, kubernetesVersionsRead } from '../terraform/facts/kubernetes-versions.ts'

// Judged as of the day the table was read, so that the same code gets the same answer tomorrow; the table moves on
// with a release. What has ended since is said when infrastructure is generated.
const minors = Object.entries(kubernetesVersions)
  .filter(([, { standardUntil }]) => standardUntil >= kubernetesVersionsRead)
  .map(([version]) => Number(version.split('.')[1]))
const oldestMinor = Math.min(...minors)

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
        : `Kubernetes ${scalarText(value) ?? ''} had no standard support on ${kubernetesVersionsRead}; 1.${oldestMinor} was the oldest that had`
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
