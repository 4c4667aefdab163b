import { expectClosed, ingressTypes } from '../check/ingress.ts'
import { rule } from '../check/rule.ts'

// SQL Server, Oracle, MySQL, PostgreSQL, Redshift, Redis, Elasticsearch, MongoDB, Cassandra, Memcached.
const databasePorts = [1433, 1521, 3306, 5432, 5439, 6379, 9200, 27017, 9042, 11211]

export default rule({
  id: 'aws-sg-no-open-database',
  title: 'Database ports are not open to the internet',
  severity: 'critical',
  category: 'security',
  resources: [...ingressTypes],
  why: 'A database that anyone can reach is one leaked password or one flaw away from being copied.',
  fix: 'Allow only the security groups of the programs that use the database.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19',
  check: (view, resource) => expectClosed(view, resource, databasePorts, 'a database port'),
  examples: {
    good: [
      `resource "aws_security_group" "main" {
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}`,
      `resource "aws_vpc_security_group_ingress_rule" "main" {
  security_group_id = aws_security_group.main.id
  cidr_ipv4 = "0.0.0.0/0"
  ip_protocol = "tcp"
  from_port = 443
  to_port = 443
}`,
    ],
    bad: [
      `resource "aws_security_group" "main" {
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}`,
      `resource "aws_security_group_rule" "main" {
  type = "ingress"
  from_port = 20
  to_port = 6000
  protocol = "tcp"
  cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  security_group_id = "sg-1"
}`,
      `resource "aws_vpc_security_group_ingress_rule" "main" {
  security_group_id = "sg-1"
  cidr_ipv6 = "::/0"
  ip_protocol = "tcp"
  from_port = 1
  to_port = 65535
}`,
    ],
    unknown: [
      `variable "cidrs" {}

resource "aws_security_group" "main" {
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}`,
    ],
  },
})
