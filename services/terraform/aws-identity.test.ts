import { expect, test } from 'bun:test'
import { type ExecResult, missing } from '@nimbus/kernel/define'
import { awsIdentities } from './aws-identity.ts'
import { parsePlan } from './plan-json.ts'

interface Asked {
  argv: readonly string[]
  env: Readonly<Record<string, string>>
}

/** A machine whose AWS CLI answers like this, and which remembers what it was asked. */
const machine = (answer: () => ExecResult) => {
  const asked: Asked[] = []
  return {
    asked,
    ctx: {
      exec: async (_program: unknown, argv: readonly string[], options?: { env?: Record<string, string> }) => {
        asked.push({ argv, env: options?.env ?? {} })
        return answer()
      },
      env: {},
      redact: () => {},
      log: () => {},
    },
  }
}
const says = (identity: unknown) => (): ExecResult => ({
  exitCode: 0,
  stdout: JSON.stringify(identity),
  stderr: '',
  durationMs: 1,
})
const admin = says({ Account: '111122223333', Arn: 'arn:aws:sts::111122223333:assumed-role/Admin/ann' })

const planWith = (expressions: Record<string, unknown>, variables: Record<string, unknown> = {}) =>
  parsePlan(
    JSON.stringify({
      variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }])),
      configuration: { provider_config: { aws: { name: 'aws', expressions } } },
    }),
  )
const constant = (value: string) => ({ constant_value: value })

test('asks with the profile, the keys and the endpoint of the provider', async () => {
  const { ctx, asked } = machine(admin)
  const plan = planWith(
    {
      region: { references: ['var.region'] },
      profile: constant('team'),
      endpoints: [{ sts: constant('http://127.0.0.1:1') }],
    },
    { region: 'eu-central-1' },
  )
  expect(await awsIdentities(ctx, plan)).toEqual([
    { provider: 'aws', account: '111122223333', role: 'Admin', region: 'eu-central-1' },
  ])
  expect(asked[0]?.env).toEqual({
    AWS_PROFILE: 'team',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
  })
  expect(asked[0]?.argv).toContain('http://127.0.0.1:1')
})

test('takes an assumed role from its ARN, and asks nobody', async () => {
  const { ctx, asked } = machine(admin)
  const arn = 'arn:aws:iam::999900001111:role/Deploy'
  const plan = planWith({ region: constant('us-east-1'), assume_role: [{ role_arn: constant(arn) }] })
  expect(await awsIdentities(ctx, plan)).toMatchObject([{ account: '999900001111', role: 'Deploy' }])
  expect(asked).toEqual([])
})

test('does not take its own account for that of a role that cannot be told', async () => {
  const { ctx } = machine(admin)
  const plan = planWith({ assume_role: [{ role_arn: { references: ['local.role'] } }] })
  expect(await awsIdentities(ctx, plan)).toMatchObject([{ account: 'unknown', role: 'unknown' }])
})

test('says unknown without the AWS CLI, and nothing where there is no AWS provider', async () => {
  const { ctx } = machine(() => {
    throw missing('program-missing', 'aws is not installed')
  })
  expect(await awsIdentities(ctx, planWith({ region: { references: ['local.r'] } }))).toEqual([
    { provider: 'aws', account: 'unknown', role: 'unknown', region: 'unknown' },
  ])
  expect(await awsIdentities(ctx, parsePlan('{}'))).toEqual([])
})
