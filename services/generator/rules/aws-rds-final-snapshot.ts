import { Unknown } from '@nimbus/hcl'
import { expectFalse } from '../check/expect.ts'
import { rule, unknown } from '../check/rule.ts'
import { place } from '../check/view.ts'

export default rule({
  id: 'aws-rds-final-snapshot',
  title: 'Deleting a database outside dev keeps a last snapshot',
  severity: 'high',
  category: 'reliability',
  resources: ['aws_db_instance', 'aws_rds_cluster'],
  why: 'A deleted database without a last snapshot is gone.',
  fix: 'Set skip_final_snapshot = false and a final_snapshot_identifier.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
  check: (db, { module }) => {
    const { environment } = module
    if (environment === 'dev') return undefined
    const outcome = expectFalse(db, 'skip_final_snapshot', 'no last snapshot is taken')
    if (outcome.status !== 'fail' || !(environment instanceof Unknown)) return outcome
    return unknown(`no last snapshot is taken, and ${environment.reason}`, place(db, 'skip_final_snapshot'))
  },
  examples: {
    good: [
      `locals {
  environment = "production"
}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  final_snapshot_identifier = "last"
}`,
    ],
    bad: [
      `locals {
  environment = "production"
}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  skip_final_snapshot = true
}`,
    ],
    unknown: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  skip_final_snapshot = true
}`,
      `variable "s" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  skip_final_snapshot = var.s
}`,
    ],
  },
})
