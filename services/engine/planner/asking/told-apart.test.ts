import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = { files: ['README.md'], git: { branch: 'main', branches: ['main'] } }

test.each([
  'bring back the stash about the login',
  'get my stashed edits for the VPN back',
  'restore the stash where I changed the firewall',
  'pop the stash named vpn',
])('%s: no other one is taken', (said) => expect(planned(said, here)).toBe('ask'))

test.each(['bring back the stash', 'bring back my stash for the demo', 'pop the newest stash'])('%s: is done', (said) =>
  expect(planned(said, here)).toEqual([['git.stash-pop', {}]]),
)
