import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'
import { read } from '../check/view.ts'

export default rule({
  id: 'aws-rds-iam-auth',
  title: 'Programs can sign in to the database with IAM',
  severity: 'low',
  category: 'security',
  resources: ['aws_db_instance', 'aws_rds_cluster'],
  why: 'IAM sign-in needs no stored password and ends when the role does.',
  fix: 'Set iam_database_authentication_enabled = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-10',
  check: (db) => {
    const engine = read(db, 'engine')
    if (typeof engine === 'string' && !/postgres|mysql|mariadb/.test(engine)) return undefined
    return expectTrue(db, 'iam_database_authentication_enabled', 'IAM sign-in is off')
  },
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  engine = "postgres"
  iam_database_authentication_enabled = true
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  engine = "postgres"
}`,
    ],
    unknown: [
      `variable "i" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  iam_database_authentication_enabled = var.i
}`,
    ],
  },
})
