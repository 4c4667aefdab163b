import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-rds-storage-encrypted',
  title: 'Database storage is encrypted',
  severity: 'high',
  category: 'security',
  resources: ['aws_db_instance', 'aws_rds_cluster'],
  why: 'Storage, snapshots and replicas stay readable to whoever gets at them, and encryption cannot be switched on later without a new database.',
  fix: 'Set storage_encrypted = true before the first apply.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-3',
  check: (db) => expectTrue(db, 'storage_encrypted', 'storage is not encrypted'),
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  storage_encrypted = true
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
      `resource "aws_rds_cluster" "main" {
  storage_encrypted = false
}`,
    ],
    unknown: [
      `variable "e" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  storage_encrypted = var.e
}`,
    ],
  },
})
