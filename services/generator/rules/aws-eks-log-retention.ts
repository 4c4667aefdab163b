import { scalarText, Unknown } from '@nimbus/hcl'
import { relatives } from '../check/companions.ts'
import { fail, pass, rule, unknown } from '../check/rule.ts'
import { attributeExpression, read } from '../check/view.ts'

export default rule({
  id: 'aws-eks-log-retention',
  title: 'Control-plane logs have a retention of their own',
  severity: 'low',
  category: 'cost',
  resources: ['aws_eks_cluster'],
  why: 'EKS creates its log group itself with endless retention unless one is there first.',
  fix: 'Add an aws_cloudwatch_log_group named /aws/eks/<cluster>/cluster with retention_in_days.',
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html',
  check: (cluster, resource) => {
    const name = scalarText(read(cluster, 'name'))
    const groups = relatives(resource.module).filter(({ type }) => type === 'aws_cloudwatch_log_group')
    const names = groups.flatMap((group) => group.instances.map((instance) => read(instance, 'name')))
    if (name !== undefined && names.includes(`/aws/eks/${name}/cluster`)) return pass()
    const written = groups.map(({ block }) => attributeExpression(block.body, 'name')?.text ?? '')
    if (written.some((text) => text.startsWith('"/aws/eks/') && text.endsWith('/cluster"'))) return pass()
    if (names.some((value) => value instanceof Unknown))
      return unknown('which log group belongs to the cluster is not known')
    return fail('no log group with a retention is declared for the control-plane logs')
  },
  examples: {
    good: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}

resource "aws_cloudwatch_log_group" "main" {
  name = "/aws/eks/shop/cluster"
  retention_in_days = 90
}`,
      `resource "aws_eks_cluster" "main" {
  name = var.name
}

resource "aws_cloudwatch_log_group" "main" {
  name = "/aws/eks/\${var.name}/cluster"
  retention_in_days = 90
}`,
    ],
    bad: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}`,
    ],
    unknown: [
      `variable "group" {}

resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}

resource "aws_cloudwatch_log_group" "main" {
  name = var.group
}`,
    ],
  },
})
