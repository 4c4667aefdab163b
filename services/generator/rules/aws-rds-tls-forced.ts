import { scalarText, Unknown } from '@nimbus/hcl'
import { expectOneOf } from '../check/expect.ts'
import { fail, rule, unknown } from '../check/rule.ts'
import { nested, read } from '../check/view.ts'

export default rule({
  id: 'aws-rds-tls-forced',
  title: 'The database refuses connections without TLS',
  severity: 'high',
  category: 'security',
  resources: ['aws_db_parameter_group', 'aws_rds_cluster_parameter_group'],
  why: 'A client without TLS sends queries and results readable through the network.',
  fix: 'Set rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, MariaDB) to 1 in the parameter group.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html',
  check: (group) => {
    const family = scalarText(read(group, 'family'))
    if (family === undefined) return unknown('the engine of the parameter group is not known', group)
    const name = /postgres|sqlserver/.test(family)
      ? 'rds.force_ssl'
      : /mysql|mariadb/.test(family)
        ? 'require_secure_transport'
        : undefined
    if (name === undefined) return undefined
    const parameters = nested(group, 'parameter')
    const found = parameters.find((parameter) => read(parameter, 'name') === name)
    if (found) return expectOneOf(found, 'value', ['1', 'ON', 'true'], `${name} is off`)
    if (parameters.some((parameter) => read(parameter, 'name') instanceof Unknown))
      return unknown('which parameters are set is not known')
    return fail(`${name} is not set`)
  },
  examples: {
    good: [
      `resource "aws_db_parameter_group" "main" {
  family = "postgres16"
  parameter {
    name = "rds.force_ssl"
    value = "1"
  }
}`,
    ],
    bad: [
      `resource "aws_db_parameter_group" "main" {
  family = "postgres16"
}`,
      `resource "aws_db_parameter_group" "main" {
  family = "mysql8.0"
  parameter {
    name = "require_secure_transport"
    value = "0"
  }
}`,
    ],
    unknown: [
      `variable "f" {}

resource "aws_db_parameter_group" "main" {
  family = var.f
}`,
      `variable "v" {}

resource "aws_db_parameter_group" "main" {
  family = "postgres16"
  parameter {
    name = "rds.force_ssl"
    value = var.v
  }
}`,
    ],
  },
})
