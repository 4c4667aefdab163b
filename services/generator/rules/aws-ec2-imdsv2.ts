import { expectOneOf } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-ec2-imdsv2',
  title: 'Instance metadata needs a session token (IMDSv2)',
  severity: 'high',
  category: 'security',
  resources: ['aws_instance', 'aws_launch_template'],
  why: 'With IMDSv1 one request forged through a web application hands out the instance role.',
  fix: 'Set metadata_options.http_tokens to "required".',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-8',
  check: (machine) =>
    expectOneOf(
      machine,
      'metadata_options.http_tokens',
      ['required'],
      'the instance metadata service answers without a token',
    ),
  examples: {
    good: [
      `resource "aws_launch_template" "main" {
  metadata_options {
    http_tokens = "required"
  }
}`,
    ],
    bad: [
      `resource "aws_launch_template" "main" {}`,
      `resource "aws_instance" "main" {
  ami = "ami-1"
  metadata_options {
    http_tokens = "optional"
  }
}`,
    ],
    unknown: [
      `variable "tokens" {}

resource "aws_instance" "main" {
  metadata_options {
    http_tokens = var.tokens
  }
}`,
    ],
  },
})
