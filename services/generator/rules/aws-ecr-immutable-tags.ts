import { expectOneOf } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-ecr-immutable-tags',
  title: 'Image tags cannot be moved',
  severity: 'medium',
  category: 'security',
  resources: ['aws_ecr_repository'],
  why: 'What was tested and what runs may be different images with one tag.',
  fix: 'Set image_tag_mutability = "IMMUTABLE".',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-2',
  check: (repository) =>
    expectOneOf(
      repository,
      'image_tag_mutability',
      ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION'],
      'tags can be moved',
      'MUTABLE',
    ),
  examples: {
    good: [
      `resource "aws_ecr_repository" "main" {
  image_tag_mutability = "IMMUTABLE"
}`,
    ],
    bad: [
      `resource "aws_ecr_repository" "main" {
  name = "r"
}`,
    ],
    unknown: [
      `variable "m" {}

resource "aws_ecr_repository" "main" {
  image_tag_mutability = var.m
}`,
    ],
  },
})
