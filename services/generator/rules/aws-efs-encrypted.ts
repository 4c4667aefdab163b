import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-efs-encrypted',
  title: 'File systems are encrypted',
  severity: 'high',
  category: 'security',
  resources: ['aws_efs_file_system'],
  why: 'Files are readable to whoever gets at the storage, and encryption cannot be switched on later.',
  fix: 'Set encrypted = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1',
  check: (files) => expectTrue(files, 'encrypted', 'the file system is not encrypted'),
  examples: {
    good: [
      `resource "aws_efs_file_system" "main" {
  encrypted = true
}`,
    ],
    bad: [
      `resource "aws_efs_file_system" "main" {
  creation_token = "t"
}`,
    ],
    unknown: [
      `variable "v" {}

resource "aws_efs_file_system" "main" {
  encrypted = var.v
}`,
    ],
  },
})
