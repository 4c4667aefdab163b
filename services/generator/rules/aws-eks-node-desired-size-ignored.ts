import { fail, pass, rule } from '../check/rule.ts'
import { attributeExpression, nested } from '../check/view.ts'

export default rule({
  id: 'aws-eks-node-desired-size-ignored',
  title: 'Terraform does not undo what the autoscaler did',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_eks_node_group'],
  why: 'Every apply would set the number of nodes back to what the code says, in the middle of a busy day.',
  fix: 'Add lifecycle { ignore_changes = [scaling_config[0].desired_size] }.',
  source:
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_node_group#ignoring-changes-to-desired-size',
  check: (group) => {
    const [lifecycle] = nested(group, 'lifecycle')
    const ignored = lifecycle && attributeExpression(lifecycle.block.body, 'ignore_changes')?.text
    return ignored !== undefined && /\ball\b|desired_size|scaling_config\s*[,\]]/.test(ignored)
      ? pass()
      : fail('desired_size is not ignored')
  },
  examples: {
    good: [
      `resource "aws_eks_node_group" "main" {
  node_role_arn = "arn"
  cluster_name = "shop"
  subnet_ids = []
  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }
}`,
    ],
    bad: [
      `resource "aws_eks_node_group" "main" {
  node_role_arn = "arn"
  cluster_name = "shop"
  subnet_ids = []
}`,
      `resource "aws_eks_node_group" "main" {
  node_role_arn = "arn"
  cluster_name = "shop"
  subnet_ids = []
  lifecycle {
    ignore_changes = [tags]
  }
}`,
    ],
  },
})
