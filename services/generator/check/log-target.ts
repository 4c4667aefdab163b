import { companions } from './companions.ts'
import type { Resource } from './module.ts'

/** Says whether another bucket's access logs are delivered to this one. */
export function isLogTarget(bucket: Resource): boolean {
  return companions(bucket, ['aws_s3_bucket_logging'], 'target_bucket').sure.length > 0
}
