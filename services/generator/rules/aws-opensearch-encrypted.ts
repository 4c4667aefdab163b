import { expectTrue } from '../check/expect.ts'
import { gravest, rule } from '../check/rule.ts'

export default rule({
  id: 'aws-opensearch-encrypted',
  title: 'Search domains are encrypted and force TLS',
  severity: 'high',
  category: 'security',
  resources: ['aws_opensearch_domain'],
  why: 'An index often holds a copy of the whole database.',
  fix: 'Set encrypt_at_rest, node_to_node_encryption, and domain_endpoint_options.enforce_https.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-1',
  check: (domain) =>
    gravest([
      expectTrue(domain, 'encrypt_at_rest.enabled', 'the domain is not encrypted at rest'),
      expectTrue(domain, 'node_to_node_encryption.enabled', 'traffic between nodes is not encrypted'),
      expectTrue(domain, 'domain_endpoint_options.enforce_https', 'plain HTTP is accepted'),
    ]),
  examples: {
    good: [
      `resource "aws_opensearch_domain" "main" {
  encrypt_at_rest {
    enabled = true
  }
  node_to_node_encryption {
    enabled = true
  }
  domain_endpoint_options {
    enforce_https = true
  }
}`,
    ],
    bad: [
      `resource "aws_opensearch_domain" "main" {
  domain_name = "d"
}`,
    ],
    unknown: [
      `variable "v" {}

resource "aws_opensearch_domain" "main" {
  encrypt_at_rest {
    enabled = var.v
  }
  node_to_node_encryption {
    enabled = true
  }
  domain_endpoint_options {
    enforce_https = true
  }
}`,
    ],
  },
})
