import { relatives } from './expect.ts'
import type { Resource } from './module.ts'
import { references } from './references.ts'
import { attributeExpression } from './view.ts'

/** Says whether another bucket's access logs are delivered to this one. */
export function isLogTarget(bucket: Resource): boolean {
  return relatives(bucket.module).some((resource) => {
    if (resource.type !== 'aws_s3_bucket_logging') return false
    const target = attributeExpression(resource.block.body, 'target_bucket')
    return target !== undefined && references(target, resource).has(bucket.address)
  })
}
