import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-rds-performance-insights',
  title: 'Performance Insights is on',
  severity: 'low',
  category: 'performance',
  resources: ['aws_db_instance', 'aws_rds_cluster_instance'],
  why: 'Without it nobody sees which query made the database slow last night.',
  fix: 'Set performance_insights_enabled = true; seven days of history are free.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html',
  check: (db) => expectTrue(db, 'performance_insights_enabled', 'Performance Insights is off'),
  examples: {
    good: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  performance_insights_enabled = true
}`,
    ],
    bad: [
      `resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
}`,
    ],
    unknown: [
      `variable "p" {}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.medium"
  performance_insights_enabled = var.p
}`,
    ],
  },
})
