import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const surroundings = {
  files: ['README.md', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main'] },
}

test.each([
  ['checkout v1.3.0 detached, want to reproduce a bug', [['git.checkout', { ref: 'v1.3.0', detach: true }]]],
  ['a vpc in Paris only for learning', [['generator.terraform', { name: 'vpc', region: 'eu-west-3', with: ['vpc'] }]]],
  ['customer on the phone, stash my changes as "half done"', [['git.stash-save', { message: 'half done' }]]],
  [
    'two things: verify the audit chain, and show the doctor report',
    [
      ['nimbus.audit-verify', {}],
      ['nimbus.doctor', {}],
    ],
  ],
] as const)('%s: nobody is asked about what everybody says beside it', (request, steps) => {
  expect(planned(request, surroundings)).toEqual(steps as never)
})

test.each([
  'a vpc in Paris for dev behind a firewall',
  'create a vpc in Paris for dev with a firewall',
  'two buckets in Paris for dev',
  'two peered VPCs in Paris for dev',
])('%s: how something new is to be is asked about', (request) => {
  expect(planned(request, surroundings)).toBe('ask')
})
