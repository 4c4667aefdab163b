import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type AwsEmulator, type TestWorkspace, workspace } from '@nimbus/testkit'
import { absent, startSurroundings } from '../terraform/surroundings.ts'

const minutes = 60_000
const directory = 'envs/dev'

const configuration = (url: string, bucket: string) => `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-central-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  endpoints {
    ec2 = "${url}"
    s3  = "${url}"
    sts = "${url}"
  }
}
resource "aws_vpc" "main" {
  cidr_block = "10.20.0.0/16"
}
resource "aws_s3_bucket" "files" {
  bucket = "${bucket}"
}
`

interface Answer {
  ok: boolean
  data?: {
    id?: string
    task?: { id: string }
    status?: string
    verdict?: string
    steps?: { run?: string }[]
    changes?: unknown[]
  }
  error?: { code: string; message: string; plan?: string; next?: string }
}

describe.skipIf(absent !== undefined)(`a VPC and a bucket, for real${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let aws: AwsEmulator
  let env: Record<string, string>
  let space: TestWorkspace
  let applied = ''

  const nimbus = async (...argv: string[]): Promise<Answer & { exit: number }> => {
    const { stdout, stderr, exit } = await space.cli([...argv, '--json'], { env })
    const last = stdout.trim().split('\n').at(-1) ?? ''
    if (!last.startsWith('{')) throw new Error(`no envelope: ${stdout}${stderr}`)
    // Written by the product under test; only the fields that are named here are read.
    return { ...(JSON.parse(last) as Answer), exit }
  }
  const cloud = async (...argv: string[]): Promise<string> => {
    const child = Bun.spawn(['aws', ...argv, '--output', 'json'], { env: { ...process.env, ...env }, stderr: 'ignore' })
    return child.stdout.text()
  }
  const vpcs = () => cloud('ec2', 'describe-vpcs', '--filters', 'Name=cidr,Values=10.20.0.0/16')
  const buckets = () => cloud('s3api', 'list-buckets')

  beforeAll(async () => {
    ;({ aws, env } = await startSurroundings())
    space = await workspace({ [`${directory}/main.tf`]: configuration(aws.url, 'shop-files') })
  }, 2 * minutes)
  afterAll(async () => {
    await space?.[Symbol.asyncDispose]()
    await aws?.[Symbol.asyncDispose]()
  })

  test(
    'are planned and applied by a task, which asks once it is known what there is to apply',
    async () => {
      const plan = { id: '1', operation: 'terraform.plan', input: { directory } }
      const from = { $from: { step: '1', pointer: '/id' } }
      const apply = { id: '2', operation: 'terraform.apply', input: { plan: from }, dependsOn: ['1'] }
      await space.write({ 'plan.json': JSON.stringify({ steps: [plan, apply] }) })
      const { data: saved } = await nimbus('plan', 'save', 'plan.json')
      await nimbus('approve', saved?.id ?? '')
      const asked = await nimbus('apply', saved?.id ?? '')
      expect(asked).toMatchObject({ exit: 3, error: { code: 'approval-needed' } })
      expect(await vpcs()).not.toContain('10.20.0.0/16')

      await nimbus('approve', asked.error?.plan ?? '')
      const [task = ''] = /t_[a-z2-7]{20}/.exec(asked.error?.next ?? '') ?? []
      const done = await nimbus('task', 'resume', task)
      expect(done).toMatchObject({ exit: 0, data: { status: 'done', verdict: 'achieved' } })
      expect(await vpcs()).toContain('10.20.0.0/16')
      expect(await buckets()).toContain('shop-files')
      applied = done.data?.steps?.[1]?.run ?? ''
    },
    8 * minutes,
  )

  test(
    'are not taken back while somebody has changed one of them by hand',
    async () => {
      const tags = ['--tagging', 'TagSet=[{Key=owner,Value=somebody-else}]']
      await cloud('s3api', 'put-bucket-tagging', '--bucket', 'shop-files', ...tags)
      expect(await nimbus('undo', applied, '--yes')).toMatchObject({ exit: 4, error: { code: 'drifted' } })
      await cloud('s3api', 'delete-bucket-tagging', '--bucket', 'shop-files')
      expect(await buckets()).toContain('shop-files')
    },
    8 * minutes,
  )

  test(
    'are taken back by a reverse plan that is reviewed and approved like any other',
    async () => {
      const asked = await nimbus('undo', applied, '--yes')
      expect(asked).toMatchObject({ exit: 3, error: { code: 'approval-needed' } })
      const reverse = asked.error?.plan ?? ''
      const { data: shown } = await nimbus('plan', 'show', reverse)
      expect(shown?.changes).toMatchObject([
        { effect: 'delete', resource: `terraform:${directory}#aws_s3_bucket.files` },
        { effect: 'delete', resource: `terraform:${directory}#aws_vpc.main` },
      ])
      expect(await buckets()).toContain('shop-files')

      await nimbus('approve', reverse)
      expect(await nimbus('apply', reverse)).toMatchObject({ exit: 0, ok: true })
      expect(await vpcs()).not.toContain('10.20.0.0/16')
      expect(await buckets()).not.toContain('shop-files')
    },
    8 * minutes,
  )
})
