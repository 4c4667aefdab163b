import { Unknown } from '@nimbus/hcl'
import { expectTrue } from '../check/expect.ts'
import { rule, unknown } from '../check/rule.ts'
import { place } from '../check/view.ts'

export default rule({
  id: 'aws-rds-deletion-protection',
  title: 'Databases outside dev cannot be deleted by mistake',
  severity: 'high',
  category: 'reliability',
  resources: ['aws_db_instance', 'aws_rds_cluster'],
  why: 'One wrong plan, approved in a hurry, deletes the database.',
  fix: 'Set deletion_protection = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8',
  check: (db, { module }) => {
    const { environment } = module
    if (environment === 'dev') return undefined
    const outcome = expectTrue(db, 'deletion_protection', 'the database can be deleted')
    if (outcome.status !== 'fail' || !(environment instanceof Unknown)) return outcome
    return unknown(`the database can be deleted, and ${environment.reason}`, place(db, 'deletion_protection'))
  },
  examples: {
    good: [
      `locals {
  environment = "production"
}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  deletion_protection = true
}`,
    ],
    bad: [
      `locals {
  environment = "production"
}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
    ],
    unknown: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
      `variable "d" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  deletion_protection = var.d
}`,
    ],
  },
})
