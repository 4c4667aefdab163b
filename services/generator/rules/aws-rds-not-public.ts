import { expectFalse } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-rds-not-public',
  title: 'Databases have no public address',
  severity: 'critical',
  category: 'security',
  resources: ['aws_db_instance', 'aws_rds_cluster_instance'],
  why: 'A database with a public address is one security group mistake away from the internet.',
  fix: 'Remove publicly_accessible or set it to false.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2',
  check: (db) => expectFalse(db, 'publicly_accessible', 'the database has a public address'),
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  publicly_accessible = true
}`,
    ],
    unknown: [
      `variable "p" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  publicly_accessible = var.p
}`,
    ],
  },
})
