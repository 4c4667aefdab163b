import { expect, test } from 'bun:test'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

const bare = { AWS_ACCESS_KEY_ID: undefined, AWS_PROFILE: undefined, AWS_WEB_IDENTITY_TOKEN_FILE: undefined }

test('with nothing installed it says what each program would enable and how to get it', async () => {
  await using place = await workspace({}, { path: [], env: bare })
  const found = await place.call('nimbus.doctor', { offline: true })
  expect(found).toMatchObject({ workspace: place.path, trusted: false, audit: true })
  expect(found.programs.length).toBeGreaterThan(3)
  const names = found.programs.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { found: here, enables, install } of found.programs) {
    expect(here).toBe(false)
    expect(enables).toMatch(/\w+ \w+/)
    expect(install).toContain('https://')
  }
  const git = found.programs.find(({ name }) => name === 'git')
  expect(git?.enables).toContain('commits, branches and stashes')
  expect(git?.enables).toContain('checking only what has changed')
  expect(found.kubernetes).toEqual({ status: 'unknown', detail: 'kubectl is not here' })
})

test('without credentials nobody is asked who you are', async () => {
  await using place = await workspace({}, { path: [], env: bare })
  expect((await place.call('nimbus.doctor', {})).aws).toEqual({
    status: 'none',
    detail: 'no AWS credentials are configured',
  })
})

test('it names the cluster, the account and the role that calls would reach', async () => {
  const env = { ...bare, AWS_PROFILE: 'dev' }
  await using place = await workspace(
    {
      'bin/kubectl': '#!/bin/sh\n[ "$1" = config ] && echo kind-dev || echo "Client Version: v1.33.1"\n',
      'bin/aws':
        '#!/bin/sh\n[ "$1" = sts ] && echo \'{"Account":"1111","Arn":"arn:aws:iam::1111:role/Admin"}\' || echo aws-cli/2.9.1\n',
    },
    { env },
  )
  const at = (name: string) => join(place.path, 'bin', name)
  for (const name of ['kubectl', 'aws']) chmodSync(at(name), 0o755)
  const { stdout } = await place.cli(['doctor', '--json'], {
    env: { NIMBUS_KUBECTL: at('kubectl'), NIMBUS_AWS: at('aws') },
  })
  const { data } = JSON.parse(stdout) as { data: { programs: { name: string; version?: string }[] } }
  expect(data).toMatchObject({
    kubernetes: { status: 'known', detail: 'kind-dev' },
    aws: { status: 'known', detail: '1111 as arn:aws:iam::1111:role/Admin' },
  })
  expect(data.programs.find(({ name }) => name === 'kubectl')?.version).toBe('1.33.1')
})

test('a kubeconfig that kubectl cannot read is unknown, with the reason, and not the same as no context', async () => {
  await using place = await workspace(
    {
      kubectl: '#!/bin/sh\n[ "$1" = config ] || exit 0\n/bin/cat "$(/usr/bin/dirname "$0")/said" >&2\nexit 1\n',
    },
    { path: [] },
  )
  chmodSync(join(place.path, 'kubectl'), 0o755)
  const env = { NIMBUS_KUBECTL: join(place.path, 'kubectl') }
  const asked = async (said: string) => {
    await place.write({ said })
    const { stdout } = await place.cli(['doctor', '--offline', '--json'], { env })
    return (JSON.parse(stdout) as { data: { kubernetes: unknown } }).data.kubernetes
  }
  expect(await asked('error: error loading config file "c": yaml: line 2\n')).toEqual({
    status: 'unknown',
    detail: 'error loading config file "c": yaml: line 2',
  })
  expect(await asked('error: current-context is not set\n')).toEqual({ status: 'none', detail: 'no current context' })
})

test('an account that cannot be asked is unknown, with the reason', async () => {
  await using place = await workspace(
    { 'bin/aws': '#!/bin/sh\necho "Unable to locate credentials" >&2\nexit 255\n' },
    { path: [], env: { ...bare, AWS_PROFILE: 'dev' } },
  )
  const aws = join(place.path, 'bin/aws')
  chmodSync(aws, 0o755)
  const { stdout } = await place.cli(['doctor', '--json'], { env: { NIMBUS_AWS: aws, PATH: '/usr/bin:/bin' } })
  expect(JSON.parse(stdout)).toMatchObject({ data: { aws: { status: 'unknown' } } })
})
