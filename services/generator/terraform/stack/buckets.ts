import { longestBucket, refusedName } from '../facts/names.ts'
import { merge } from '../spec/merge.ts'
import type { Spec } from '../spec/schema.ts'
import type { Setting } from './setting.ts'
import type { Bucket } from './stack.ts'

/** The bucket a spec that only says `s3: true` gets. */
const defaultBucket = 'data'

/** A dash and the twelve digits of an account number. */
const accountSuffix = 13

type Written = Extract<NonNullable<Spec['components']['s3']>, readonly unknown[]>

/** Gives an environment's buckets; refuses names S3 would refuse once stack, environment and account are added. */
export function resolveBuckets(setting: Setting, spec: Spec): readonly Bucket[] {
  const merged = merge(spec.components.s3, setting.override.components?.s3)
  const written: Written = Array.isArray(merged) ? (merged as Written) : [{ name: defaultBucket }]
  const seen = new Set<string>()
  for (const { name } of written) checkName(setting, spec, name, seen)

  return written.map(({ name, versioning = true, lifecycle = {} }) => {
    const { archiveAfterDays, expireAfterDays } = lifecycle
    if (archiveAfterDays !== undefined && expireAfterDays !== undefined && expireAfterDays <= archiveAfterDays) {
      setting.refuse({
        path: placeOf(setting, spec, name),
        message: `components.s3.${name}.lifecycle: objects would expire before they are archived`,
        why: `they are deleted after ${expireAfterDays} days and archived after ${archiveAfterDays}`,
        next: `use expireAfterDays: ${archiveAfterDays + 90} or more: an archived object is charged for 90 days`,
      })
    }
    return {
      name,
      versioning,
      ...(archiveAfterDays !== undefined && { archiveAfterDays }),
      ...(expireAfterDays !== undefined && { expireAfterDays }),
    }
  })
}

function checkName(setting: Setting, spec: Spec, name: string, seen: Set<string>) {
  const refuse = (message: string, why: string, next: string) =>
    setting.refuse({ path: placeOf(setting, spec, name), message: `components.s3: ${message}`, why, next })

  const room = longestBucket - accountSuffix - `${spec.name}-${setting.environment}-`.length
  const refused = /^\d/.test(name) ? undefined : refusedName(name, longestBucket)
  if (refused) refuse(`${name} cannot be a bucket's name`, refused, 'use lower-case letters, digits and single dashes')
  if (name === 'logs') refuse('logs is taken', 'the bucket for access logs has this name', 'choose another name')
  if (name.length > room) {
    const why = `with stack, environment and account number it has ${longestBucket - room + name.length} characters; S3 allows ${longestBucket}`
    refuse(`${name} is too long a name`, why, `use at most ${room} characters`)
  }
  if (seen.has(name)) refuse(`${name} is given twice`, 'two buckets cannot share a name', 'rename one of them')
  seen.add(name)
}

function placeOf(setting: Setting, spec: Spec, name: string) {
  const own = setting.override.components?.s3
  const inOwn = Array.isArray(own) ? own.findIndex((bucket) => bucket.name === name) : -1
  if (inOwn >= 0) return ['environments', setting.environment, 'components', 's3', inOwn, 'name']
  const common = spec.components.s3
  const last = Array.isArray(common) ? common.findLastIndex((bucket) => bucket.name === name) : -1
  return last >= 0 ? ['components', 's3', last, 'name'] : ['components', 's3']
}
