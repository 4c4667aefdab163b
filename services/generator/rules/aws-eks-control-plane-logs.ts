import { isList } from '@nimbus/hcl'
import { expectValue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']

export default rule({
  id: 'aws-eks-control-plane-logs',
  title: 'All five control-plane logs are on',
  severity: 'medium',
  category: 'operations',
  resources: ['aws_eks_cluster'],
  why: 'Without them nobody can say who did what in the cluster.',
  fix: 'Set enabled_cluster_log_types to api, audit, authenticator, controllerManager and scheduler.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-8',
  check: (cluster) =>
    expectValue(cluster, 'enabled_cluster_log_types', (types) => {
      const missing = logTypes.filter((type) => !(isList(types) && types.includes(type)))
      return missing.length > 0 ? `control-plane logs are off: ${missing.join(', ')}` : undefined
    }),
  examples: {
    good: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
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
  enabled_cluster_log_types = ["api", "audit"]
}`,
    ],
    unknown: [
      `variable "logs" {}

resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  enabled_cluster_log_types = var.logs
}`,
    ],
  },
})
