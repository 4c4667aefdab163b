import { expectTrue } from '../check/expect.ts'
import { fail, pass, rule } from '../check/rule.ts'
import { attributeExpression, place, read } from '../check/view.ts'

export default rule({
  id: 'aws-rds-managed-password',
  title: 'The master password is kept by Secrets Manager',
  severity: 'high',
  category: 'security',
  resources: ['aws_db_instance', 'aws_rds_cluster'],
  why: 'A password in code or state is read by everyone who can read either, and never changes.',
  fix: 'Set manage_master_user_password = true and remove password.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html',
  check: (db) => {
    const password = ['password', 'master_password'].find((name) => attributeExpression(db.block.body, name))
    if (password !== undefined && typeof read(db, password) === 'string')
      return fail('the password stands in the code', place(db, password))
    const source = ['replicate_source_db', 'snapshot_identifier', 'password_wo', 'master_password_wo'].some((name) =>
      attributeExpression(db.block.body, name),
    )
    if (source) return pass()
    return expectTrue(db, 'manage_master_user_password', 'the password is not managed by AWS')
  },
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  manage_master_user_password = true
}`,
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  replicate_source_db = aws_db_instance.other.arn
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  password = "hunter2hunter2"
}`,
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  password = var.password
}`,
    ],
    unknown: [
      `variable "m" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  manage_master_user_password = var.m
}`,
    ],
  },
})
