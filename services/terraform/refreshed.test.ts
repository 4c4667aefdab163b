import { expect, test } from 'bun:test'
import { parsePlan } from './plan-json.ts'
import { driftedFrom, leftOpen, saysTheSame } from './refreshed.ts'

test('nothing that is read back as an empty map or as false is the same; a value that came, went or changed is not', () => {
  expect(saysTheSame(null, {})).toBe(true)
  expect(saysTheSame([], undefined)).toBe(true)
  expect(saysTheSame(null, false)).toBe(true)
  expect(saysTheSame({ tags: null, name: 'a' }, { tags: {}, name: 'a' })).toBe(true)
  expect(saysTheSame([{ port: 1, note: '' }], [{ port: 1 }])).toBe(true)
  expect(saysTheSame({ owner: 'a' }, {})).toBe(false)
  expect(saysTheSame('', 'b')).toBe(false)
  expect(saysTheSame(true, undefined)).toBe(false)
  expect(saysTheSame(true, false)).toBe(false)
  expect(saysTheSame(['a', 'b'], ['b', 'a'])).toBe(false)
  expect(saysTheSame(['a', ''], ['a'])).toBe(false)
  expect(saysTheSame({ a: [1] }, { a: { 0: 1 } })).toBe(false)
})

const resource = (address: string, values: object, deposed?: string) => ({
  address,
  mode: 'managed',
  values,
  ...(deposed ? { deposed_key: deposed } : {}),
})

const planWith = (root_module?: object) =>
  parsePlan(JSON.stringify(root_module ? { prior_state: { values: { root_module } } } : {}))

const state = new Map([
  ['aws_vpc.main', { attributes: { cidr: '10.0.0.0/16', tags: null } }],
  ['module.files.aws_s3_bucket.main["a"]', { attributes: { bucket: 'a' } }],
])

test.each([
  ['as it was', { cidr: '10.0.0.0/16', tags: {} }, { bucket: 'a' }, undefined],
  ['changed', { cidr: '10.1.0.0/16' }, { bucket: 'a' }, { address: 'aws_vpc.main', attribute: 'cidr' }],
  [
    'changed in a module',
    { cidr: '10.0.0.0/16' },
    { bucket: 'a', tags: { owner: 'x' } },
    { address: 'module.files.aws_s3_bucket.main["a"]', attribute: 'tags' },
  ],
] as const)('what a plan found is %s', (_, vpc, bucket, drifted) => {
  const files = { address: 'module.files', resources: [resource('module.files.aws_s3_bucket.main["a"]', bucket)] }
  const plan = planWith({ resources: [resource('aws_vpc.main', vpc)], child_modules: [files] })
  expect(driftedFrom(state, plan, state.keys())).toEqual(drifted)
})

test('what a plan did not find has vanished, unless the state does not know it either', () => {
  const gone = { address: 'aws_vpc.main' }
  expect(driftedFrom(state, planWith({ resources: [] }), ['aws_vpc.main'])).toEqual(gone)
  expect(driftedFrom(state, planWith({ resources: [resource('aws_vpc.main', {}, 'd1')] }), ['aws_vpc.main'])).toEqual(
    gone,
  )
  expect(driftedFrom(state, planWith(), ['aws_vpc.main'])).toEqual(gone)
  expect(driftedFrom(state, planWith(), ['aws_vpc.never_made'])).toBeUndefined()
})

test('a value of any type, which a state has beside its type, is as it was where the value is', () => {
  const stored = new Map([
    ['terraform_data.a', { attributes: { input: { value: ['k1'], type: ['tuple', ['string']] } } }],
  ])
  const found = (input: unknown) =>
    driftedFrom(stored, planWith({ resources: [resource('terraform_data.a', { input })] }), stored.keys())
  expect(found(['k1'])).toBeUndefined()
  expect(found(['k2'])).toEqual({ address: 'terraform_data.a', attribute: 'input' })
})

test('what the plan had left to the provider may be anything, also deep inside; what it had set may not', () => {
  const stored = new Map([
    [
      'aws_s3_bucket.a',
      { attributes: { bucket: 'a', policy: '', tags: null, versioning: [{ enabled: false, mfa: false }] } },
    ],
  ])
  const after_unknown = { policy: true, versioning: [{ enabled: true }] }
  const applied = parsePlan(
    JSON.stringify({
      resource_changes: [{ address: 'aws_s3_bucket.a', type: 'aws_s3_bucket', change: { actions: [], after_unknown } }],
    }),
  )
  const found = (values: object) => {
    const now = { bucket: 'a', policy: '{}', tags: {}, versioning: [{ enabled: true, mfa: false }], ...values }
    const plan = planWith({ resources: [resource('aws_s3_bucket.a', now)] })
    return driftedFrom(stored, plan, stored.keys(), leftOpen(applied))
  }
  expect(found({})).toBeUndefined()
  expect(found({ tags: { owner: 'x' } })).toEqual({ address: 'aws_s3_bucket.a', attribute: 'tags' })
  expect(found({ versioning: [{ enabled: true, mfa: true }] })).toMatchObject({ attribute: 'versioning' })
})
