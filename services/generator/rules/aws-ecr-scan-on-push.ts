import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-ecr-scan-on-push',
  title: 'Images are scanned when pushed',
  severity: 'medium',
  category: 'security',
  resources: ['aws_ecr_repository'],
  why: 'Known flaws in an image go unnoticed until they are used.',
  fix: 'Add image_scanning_configuration { scan_on_push = true }.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1',
  check: (repository) => expectTrue(repository, 'image_scanning_configuration.scan_on_push', 'images are not scanned'),
  examples: {
    good: [
      `resource "aws_ecr_repository" "main" {
  image_scanning_configuration {
    scan_on_push = true
  }
}`,
    ],
    bad: [
      `resource "aws_ecr_repository" "main" {
  name = "r"
}`,
    ],
    unknown: [
      `variable "s" {}

resource "aws_ecr_repository" "main" {
  image_scanning_configuration {
    scan_on_push = var.s
  }
}`,
    ],
  },
})
