import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-rds-auto-minor-upgrade',
  title: 'Databases take minor upgrades',
  severity: 'low',
  category: 'security',
  resources: ['aws_db_instance', 'aws_rds_cluster_instance'],
  why: 'Minor versions carry security fixes.',
  fix: 'Remove auto_minor_version_upgrade = false.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13',
  check: (db) => expectTrue(db, 'auto_minor_version_upgrade', 'minor upgrades are off', true),
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  auto_minor_version_upgrade = false
}`,
    ],
    unknown: [
      `variable "a" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  auto_minor_version_upgrade = var.a
}`,
    ],
  },
})
