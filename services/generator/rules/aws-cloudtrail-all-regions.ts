import { expectTrue } from '../check/expect.ts'
import { rule } from '../check/rule.ts'

export default rule({
  id: 'aws-cloudtrail-all-regions',
  title: 'Trails record every region',
  severity: 'medium',
  category: 'security',
  resources: ['aws_cloudtrail'],
  why: 'An intruder works in the region nobody looks at.',
  fix: 'Set is_multi_region_trail = true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1',
  check: (trail) => expectTrue(trail, 'is_multi_region_trail', 'one region only is recorded'),
  examples: {
    good: [
      `resource "aws_cloudtrail" "main" {
  name = "t"
  s3_bucket_name = "b"
  is_multi_region_trail = true
}`,
    ],
    bad: [
      `resource "aws_cloudtrail" "main" {
  name = "t"
  s3_bucket_name = "b"
}`,
    ],
    unknown: [
      `variable "v" {}

resource "aws_cloudtrail" "main" {
  name = "t"
  s3_bucket_name = "b"
  is_multi_region_trail = var.v
}`,
    ],
  },
})
