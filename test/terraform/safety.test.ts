import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { type AwsEmulator, product, workspace } from '@nimbus/testkit'
import { absent, envelopeOf, planned, startSurroundings } from './surroundings.ts'

/** A provider that takes its credentials from the environment, as most people's do. */
const root = (url: string) => ({
  'envs/production/main.tf': `
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
provider "aws" {
  region                      = "eu-central-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  endpoints {
    ec2 = "${url}"
    sts = "${url}"
  }
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
`,
})
const directory = 'envs/production'

/** An AWS on the way to which a VPC that has been created never becomes available. */
const pendingVpcs = async (target: URL) => {
  const asked = Promise.withResolvers<void>()
  const sockets = new Set<Socket>()
  let created = false
  const server: Server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
    let pending = false
    near.on('data', (bytes) => {
      created ||= bytes.includes('Action=CreateVpc&')
      if (created && bytes.includes('Action=DescribeVpcs&')) {
        pending = true
        asked.resolve()
      }
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (!pending) near.write(bytes)
    })
    near.on('close', () => far.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address !== 'object') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked: asked.promise,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

describe.skipIf(absent !== undefined)(`terraform against AWS${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let aws: AwsEmulator
  let env: Record<string, string>

  beforeAll(async () => {
    ;({ aws, env } = await startSurroundings())
  }, 60_000)
  afterAll(() => aws?.[Symbol.asyncDispose]())

  const say = async (argv: readonly string[]): Promise<string> => {
    const child = Bun.spawn(['aws', ...argv, '--output', 'json'], { env: { ...process.env, ...env } })
    return child.stdout.text()
  }
  const cli = async (argv: readonly string[]) => {
    // Whatever shape it has, only the fields that the tests name are read.
    return JSON.parse(await say(argv)) as Record<string, Record<string, string>[] & Record<string, string>>
  }

  test('refuses to apply a plan in another account, and changes nothing', async () => {
    await using space = await workspace(root(aws.url))
    const { data } = await planned(space, env, directory)
    const shown = await space.cli(['terraform', 'plan', directory], { env })
    expect(shown.stdout).toStartWith(`on ${aws.account}/`)
    expect(shown.stdout).toContain('eu-central-1 · local:terraform.tfstate · workspace default · serial 0')

    const role = 'arn:aws:iam::999900001111:role/Deploy'
    const { Credentials } = await cli(['sts', 'assume-role', '--role-arn', role, '--role-session-name', 'elsewhere'])
    const elsewhere = {
      ...env,
      AWS_ACCESS_KEY_ID: String(Credentials?.AccessKeyId),
      AWS_SECRET_ACCESS_KEY: String(Credentials?.SecretAccessKey),
      AWS_SESSION_TOKEN: String(Credentials?.SessionToken),
    }
    const argv = ['terraform', 'apply', data?.id ?? '', '--yes', '--json']
    const refused = await space.cli(argv, { env: elsewhere })
    expect(refused.exit).toBe(4)
    expect(envelopeOf(refused).error).toMatchObject({ code: 'wrong-account' })
    expect(envelopeOf(refused).error?.message).toContain('999900001111')
    expect(await space.file(`${directory}/terraform.tfstate`).exists()).toBe(false)

    const accepted = await space.cli(argv, { env })
    expect(accepted.exit).toBe(0)
    expect(envelopeOf(accepted).findings).toMatchObject([{ status: 'pass', resource: 'aws_vpc.main' }])
  }, 240_000)

  test('finds drift, answers no with exit code 6, and changes nothing', async () => {
    await using space = await workspace(root(aws.url))
    const { data } = await planned(space, env, directory)
    const applied = await space.cli(['terraform', 'apply', data?.id ?? '', '--yes', '--json'], { env })
    expect(applied.exit).toBe(0)
    const { data: state } = envelopeOf(await space.cli(['terraform', 'state', 'list', directory, '--json'], { env }))
    const vpc = state?.resources?.[0]?.id ?? 'it is not in the state'
    await say(['ec2', 'create-tags', '--resources', vpc, '--tags', 'Key=owner,Value=somebody-else'])

    const drift = await space.cli(['terraform', 'plan', directory, '--drift', '--json'], { env })
    expect(drift.exit).toBe(6)
    const found = envelopeOf(drift)
    expect(found).toMatchObject({ ok: true, outcome: 'negative', data: { summary: '1 update' } })
    expect(found.data?.id).toBeUndefined()
  }, 240_000)

  test('names who left a lock behind in S3, and takes it away once that is confirmed', async () => {
    const backend = `terraform {
  backend "s3" {
    bucket                      = "locked-state"
    key                         = "production.tfstate"
    region                      = "eu-central-1"
    use_lockfile                = true
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
  }
}
`
    const main = 'resource "terraform_data" "main" {\n}\n'
    const lock = '7a6f0f5e-0f43-4a0c-6f7e-6a1c1dcb2f3d'
    const left = { ID: lock, Operation: 'OperationTypeApply', Who: 'ann@gone', Created: '2026-01-02T03:04:05Z' }
    await using space = await workspace({ 'r/backend.tf': backend, 'r/main.tf': main, lock: JSON.stringify(left) })
    const place = ['--bucket', 'locked-state']
    await say(['s3api', 'create-bucket', ...place, '--create-bucket-configuration', 'LocationConstraint=eu-central-1'])
    const file = `${space.path}/lock`
    await say(['s3api', 'put-object', ...place, '--key', 'production.tfstate.tflock', '--body', file])

    const { error } = await planned(space, env, 'r')
    expect(error).toMatchObject({ code: 'state-locked', message: 'The state of r is locked by ann@gone' })
    expect(error?.next).toContain(`nimbus terraform force-unlock r ${lock}`)

    const unlock = ['terraform', 'force-unlock', 'r', lock, '--json']
    expect((await space.cli([...unlock, '--yes'], { env })).exit).toBe(3)
    const done = envelopeOf(await space.cli([...unlock, '--confirm', lock], { env }))
    expect(done).toMatchObject({ ok: true, findings: [{ status: 'pass' }] })
    expect((await planned(space, env, 'r')).data?.summary).toBe('1 create')
  }, 240_000)

  test('interrupted while AWS is creating something, it still writes it into the state', async () => {
    const proxy = await pendingVpcs(new URL(aws.url))
    await using space = await workspace(root(proxy.url))
    const { data } = await planned(space, env, directory)
    const apply = Bun.spawn([...product().command, 'terraform', 'apply', data?.id ?? '', '--yes', '--json'], {
      cwd: space.path,
      env: { ...space.env, ...env },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    await proxy.asked
    apply.kill('SIGINT')
    const [stdout, exit] = await Promise.all([apply.stdout.text(), apply.exited])
    proxy.close()
    expect(exit).toBe(130)
    expect(envelopeOf({ stdout, stderr: '' }).error).toMatchObject({ code: 'cancelled' })

    const { data: state } = envelopeOf(await space.cli(['terraform', 'state', 'list', directory, '--json'], { env }))
    const id = state?.resources?.find(({ address }) => address === 'aws_vpc.main')?.id ?? 'it is not in the state'
    const { Vpcs } = await cli(['ec2', 'describe-vpcs', '--vpc-ids', id])
    expect(Vpcs?.[0]?.CidrBlock).toBe('10.0.0.0/16')
  }, 240_000)
})
