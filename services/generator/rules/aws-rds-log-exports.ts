import { isList } from '@nimbus/hcl'
import { expectValue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-rds-log-exports',
  title: 'Database logs go to CloudWatch',
  severity: 'low',
  category: 'operations',
  resources: ['aws_db_instance', 'aws_rds_cluster'],
  why: 'Logs on the instance are rotated away before anyone looks.',
  fix: 'Set enabled_cloudwatch_logs_exports, for PostgreSQL to ["postgresql", "upgrade"].',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-9',
  check: (db) =>
    expectValue(db, 'enabled_cloudwatch_logs_exports', (logs) =>
      isList(logs) && logs.length > 0 ? undefined : 'no logs are exported',
    ),
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  enabled_cloudwatch_logs_exports = ["postgresql"]
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  enabled_cloudwatch_logs_exports = []
}`,
    ],
    unknown: [
      `variable "l" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  enabled_cloudwatch_logs_exports = var.l
}`,
    ],
  },
})
