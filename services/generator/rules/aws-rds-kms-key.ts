import { expectSet } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-rds-kms-key',
  title: 'Database storage is encrypted with your key',
  severity: 'medium',
  category: 'security',
  resources: ['aws_db_instance', 'aws_rds_cluster'],
  why: 'With the account-wide default key access cannot be limited, audited or cut off for one database.',
  fix: 'Set kms_key_id to a key of your own.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html',
  check: (db) => expectSet(db, 'kms_key_id', 'no KMS key of your own is set'),
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  kms_key_id = aws_kms_key.db.arn
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
    ],
    unknown: [
      `variable "k" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  kms_key_id = var.k
}`,
    ],
  },
})
