import { expectValue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'
import { read } from '../check/view.ts'

export default rule({
  id: 'aws-rds-storage-autoscaling',
  title: 'Database storage can grow',
  severity: 'medium',
  category: 'reliability',
  resources: ['aws_db_instance'],
  why: 'A full disk stops the database.',
  fix: 'Set max_allocated_storage above allocated_storage.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html',
  check: (db) => {
    const size = read(db, 'allocated_storage')
    return expectValue(db, 'max_allocated_storage', (most) =>
      Number(most ?? 0) > (typeof size === 'number' ? size : 0) ? undefined : 'storage cannot grow by itself',
    )
  },
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  allocated_storage = 50
  max_allocated_storage = 200
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  allocated_storage = 50
}`,
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  allocated_storage = 50
  max_allocated_storage = 50
}`,
    ],
    unknown: [
      `variable "m" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  max_allocated_storage = var.m
}`,
    ],
  },
})
