import { isList } from '@nimbus/hcl'
import { expectSet, expectValue } from '../check/expect.ts'
import { gravest, rule } from '../check/rule.ts'

export default rule({
  id: 'aws-eks-secrets-encrypted',
  title: 'Kubernetes secrets are encrypted with your key',
  severity: 'high',
  category: 'security',
  resources: ['aws_eks_cluster'],
  why: 'A key of your own lets you cut off access and see who decrypts.',
  fix: 'Add encryption_config with resources ["secrets"] and a provider with key_arn.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-3',
  check: (cluster) =>
    gravest([
      expectSet(cluster, 'encryption_config.provider.key_arn', 'secrets are not encrypted with a KMS key'),
      expectValue(cluster, 'encryption_config.resources', (resources) =>
        isList(resources) && resources.includes('secrets') ? undefined : 'encryption_config does not cover secrets',
      ),
    ]),
  examples: {
    good: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.eks.arn
    }
  }
}`,
    ],
    bad: [
      `resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
}`,
    ],
    unknown: [
      `variable "key" {}

resource "aws_eks_cluster" "main" {
  name = "shop"
  role_arn = "arn"
  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = var.key
    }
  }
}`,
    ],
  },
})
