import { expectAtLeast } from '../check/expect.ts'
import { rule } from '../check/rule.ts'
import { attributeExpression } from '../check/view.ts'

export default rule({
  id: 'aws-rds-backup-retention',
  title: 'Database backups are kept for at least seven days',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_db_instance', 'aws_rds_cluster'],
  why: 'Many mistakes are noticed days later, when a shorter history no longer helps.',
  fix: 'Set backup_retention_period to 7 or more.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-11',
  check: (db, { type }) =>
    attributeExpression(db.block.body, 'replicate_source_db')
      ? undefined
      : expectAtLeast(
          db,
          'backup_retention_period',
          7,
          'backups are kept for less than 7 days',
          type === 'aws_rds_cluster' ? 1 : 0,
        ),
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  backup_retention_period = 14
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  backup_retention_period = 3
}`,
    ],
    unknown: [
      `variable "b" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  backup_retention_period = var.b
}`,
    ],
  },
})
