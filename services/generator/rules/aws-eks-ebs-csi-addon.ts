import { Unknown } from '@nimbus/hcl'
import { companions } from '../check/companions.ts'
import { fail, pass, rule, unknown } from '../check/rule.ts'
import { read } from '../check/view.ts'

export default rule({
  id: 'aws-eks-ebs-csi-addon',
  title: 'The cluster can use EBS volumes',
  severity: 'medium',
  category: 'operations',
  resources: ['aws_eks_cluster'],
  why: 'Since Kubernetes 1.23 persistent volumes stay pending without the EBS CSI driver.',
  fix: 'Add an aws_eks_addon "aws-ebs-csi-driver" with a role of its own.',
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html',
  check: (_, cluster) => {
    const { sure, possible } = companions(cluster, ['aws_eks_addon'], 'cluster_name')
    const names = [...sure, ...possible].flatMap(({ instances }) => instances.map((addon) => read(addon, 'addon_name')))
    if (names.includes('aws-ebs-csi-driver')) return pass()
    if (names.some((name) => name instanceof Unknown)) return unknown('which add-ons are installed is not known')
    return fail('the add-on aws-ebs-csi-driver is not installed')
  },
  examples: {
    good: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}

resource "aws_eks_addon" "main" {
  cluster_name = aws_eks_cluster.main.name
  addon_name = "aws-ebs-csi-driver"
}`,
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}

resource "aws_eks_addon" "main" {
  for_each = toset(["vpc-cni", "aws-ebs-csi-driver"])
  cluster_name = aws_eks_cluster.main.name
  addon_name = each.value
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
}

resource "aws_eks_addon" "main" {
  cluster_name = aws_eks_cluster.main.name
  addon_name = "vpc-cni"
}`,
    ],
    unknown: [
      `variable "addons" {}

resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}

resource "aws_eks_addon" "main" {
  for_each = var.addons
  cluster_name = aws_eks_cluster.main.name
  addon_name = each.key
}`,
    ],
  },
})
