import { expect, test } from 'bun:test'
import { minimalEnvironment } from './environment.ts'

const common = { PATH: '/bin', HOME: '/home/me', LC_ALL: 'C.UTF-8', HTTPS_PROXY: 'http://proxy' }
const ofCaller = {
  AWS_SECRET_ACCESS_KEY: 'a',
  TF_VAR_password: 'b',
  GITHUB_TOKEN: 'c',
  GIT_ASKPASS: '/bin/ask',
  KUBECONFIG: '/home/me/.kube/config',
  SSH_AUTH_SOCK: '/run/agent',
  PGPASSFILE: '/home/me/.pgpass',
}
const others = { NIMBUS_TOKEN: 'n', SLACK_TOKEN: 's' }

test('a program that acts for the caller gets the credentials of the tools of its trade', () => {
  expect(minimalEnvironment({ ...common, ...ofCaller, ...others })).toEqual({ ...common, ...ofCaller })
})

test('a bare environment has what every program needs and what is added', () => {
  const added = { AWS_PROFILE: 'dev' }
  expect(minimalEnvironment({ ...common, ...ofCaller, ...others }, added, 'bare')).toEqual({ ...common, ...added })
})
