import { expectTrue } from '../check/expect.ts'
import { gravest, rule } from '../check/rule.ts'

export default rule({
  id: 'aws-elasticache-encrypted',
  title: 'Caches are encrypted at rest and in transit',
  severity: 'high',
  category: 'security',
  resources: ['aws_elasticache_replication_group'],
  why: 'Sessions and tokens in the cache can be read on the network and on disk.',
  fix: 'Set at_rest_encryption_enabled and transit_encryption_enabled to true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-4',
  check: (cache) =>
    gravest([
      expectTrue(cache, 'at_rest_encryption_enabled', 'the cache is not encrypted at rest'),
      expectTrue(cache, 'transit_encryption_enabled', 'the cache is not encrypted in transit'),
    ]),
  examples: {
    good: [
      `resource "aws_elasticache_replication_group" "main" {
  replication_group_id = "r"
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
}`,
    ],
    bad: [
      `resource "aws_elasticache_replication_group" "main" {
  replication_group_id = "r"
}`,
      `resource "aws_elasticache_replication_group" "main" {
  replication_group_id = "r"
  at_rest_encryption_enabled = true
}`,
    ],
    unknown: [
      `variable "v" {}

resource "aws_elasticache_replication_group" "main" {
  replication_group_id = "r"
  at_rest_encryption_enabled = true
  transit_encryption_enabled = var.v
}`,
    ],
  },
})
