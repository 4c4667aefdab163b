import { expect, test } from 'bun:test'
import { roleOf } from '@nimbus/aws-cli'
import { failure } from '@nimbus/testkit'
import { headline, type Pins, requireSame } from './pins.ts'

const pins: Pins = {
  identities: [{ provider: 'aws', account: '111122223333', role: 'Admin', region: 'eu-central-1' }],
  backend: 's3://shop-tfstate/dev',
  backendDigest: 'd1',
  workspace: 'default',
  serial: 88,
  lineage: 'l1',
}
const elsewhere = (what: Partial<Pins['identities'][number]>): Pins => ({
  ...pins,
  identities: pins.identities.map((identity) => ({ ...identity, ...what })),
})
const refusal = (now: Pins, then = pins) => failure((async () => requireSame(then, now))())

test('leads with account, role, region, backend, workspace and serial', () => {
  expect(headline(pins)).toBe(
    'on 111122223333/Admin · eu-central-1 · s3://shop-tfstate/dev · workspace default · serial 88',
  )
})

test.each([
  ['wrong-account', elsewhere({ account: '999900001111' })],
  ['wrong-account', elsewhere({ account: 'unknown' })],
  ['wrong-account', { ...pins, identities: [] }],
  ['wrong-role', elsewhere({ role: 'ReadOnly' })],
  ['wrong-region', elsewhere({ region: 'us-east-1' })],
  ['wrong-backend', { ...pins, backend: 's3://other/dev' }],
  ['wrong-backend', { ...pins, backendDigest: 'd2' }],
  ['wrong-workspace', { ...pins, workspace: 'blue' }],
  ['state-moved', { ...pins, serial: 89 }],
  ['state-moved', { ...pins, lineage: 'l2' }],
])('refuses with %s when it differs', async (code, now) => {
  expect(await refusal(now)).toMatchObject({ code, exit: 4 })
})

test('accepts the same place, and a place that was unknown when the plan was made', () => {
  requireSame(pins, pins)
  requireSame(elsewhere({ account: 'unknown', role: 'unknown' }), pins)
  expect(pins.serial).toBe(88)
})

test('reads the role from every form of ARN', () => {
  expect(roleOf('arn:aws:sts::111122223333:assumed-role/Admin/ann')).toBe('Admin')
  expect(roleOf('arn:aws:iam::111122223333:role/team/Deploy')).toBe('Deploy')
  expect(roleOf('arn:aws:iam::111122223333:user/ann')).toBe('user/ann')
  expect(roleOf('arn:aws:iam::111122223333:root')).toBe('root')
})
