import { Unknown } from '@nimbus/hcl'
import { expectTrue } from '../check/expect.ts'
import { rule, unknown } from '../check/rule.ts'
import { attributeExpression, place } from '../check/view.ts'

export default rule({
  id: 'aws-rds-multi-az',
  title: 'Databases outside dev run in two zones',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_db_instance'],
  why: 'When its zone fails the database is down until somebody restores it.',
  fix: 'Set multi_az = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5',
  check: (db, { module }) => {
    const { environment } = module
    if (environment === 'dev' || attributeExpression(db.block.body, 'replicate_source_db')) return undefined
    const outcome = expectTrue(db, 'multi_az', 'the database runs in a single zone')
    if (outcome.status !== 'fail' || !(environment instanceof Unknown)) return outcome
    return unknown(`the database runs in a single zone, and ${environment.reason}`, place(db, 'multi_az'))
  },
  examples: {
    good: [
      `locals {
  environment = "production"
}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  multi_az = true
}`,
    ],
    bad: [
      `locals {
  environment = "production"
}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  multi_az = false
}`,
      `variable "env" {
  default = "staging"
}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
    ],
    unknown: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
      `variable "m" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  multi_az = var.m
}`,
    ],
  },
})
