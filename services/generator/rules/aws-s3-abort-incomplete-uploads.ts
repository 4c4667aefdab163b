import { fail, pass, rule, unknown } from '../check/rule.ts'
import { nested } from '../check/view.ts'

export default rule({
  id: 'aws-s3-abort-incomplete-uploads',
  title: 'Unfinished uploads are removed',
  severity: 'low',
  category: 'cost',
  resources: ['aws_s3_bucket_lifecycle_configuration'],
  why: 'Parts of an upload that never finished are invisible in listings and billed for ever.',
  fix: 'Add a rule with abort_incomplete_multipart_upload { days_after_initiation = 7 }.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html',
  check: (lifecycle) => {
    const aborts = nested(lifecycle, 'rule').flatMap((each) => nested(each, 'abort_incomplete_multipart_upload'))
    if (aborts.some(({ maybe }) => !maybe)) return pass()
    const [doubtful] = aborts
    return doubtful
      ? unknown('whether unfinished uploads are removed is not known')
      : fail('no rule removes unfinished uploads')
  },
  examples: {
    good: [
      `resource "aws_s3_bucket_lifecycle_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    id = "old"
    status = "Enabled"
  }
  rule {
    id = "unfinished"
    status = "Enabled"
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}`,
    ],
    bad: [
      `resource "aws_s3_bucket_lifecycle_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    id = "old"
    status = "Enabled"
  }
}`,
    ],
    unknown: [
      `variable "days" {}

resource "aws_s3_bucket_lifecycle_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    id = "old"
    status = "Enabled"
    dynamic "abort_incomplete_multipart_upload" {
      for_each = var.days
      content {
        days_after_initiation = 7
      }
    }
  }
}`,
    ],
  },
})
