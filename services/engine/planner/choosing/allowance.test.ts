import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['README.md', 'notes/old.md', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
}

test.each([
  ['am I allowed to destroy staging?', 'terraform.destroy', { directory: 'envs/staging' }],
  ['am I even allowed to remove notes/old.md?', 'fs.remove', { file: 'notes/old.md' }],
  ['may I delete the branch hotfix', 'git.branch-delete', { name: 'hotfix' }],
  ['would I be allowed to apply dev?', 'terraform.apply', { directory: 'envs/dev' }],
  ['does the policy let me write README.md?', 'fs.write', { file: 'README.md' }],
  ['am I allowed to undo r_w7x4', 'nimbus.undo', { run: 'r_w7x4' }],
] as const)('%s: shows what policy decides, and does nothing', (request, operation, input) =>
  expect(planned(request, here)).toEqual([['nimbus.policy-explain', { operation, input }]]),
)

test('whoever wants something politely does not ask what policy says', () => {
  expect(planned('may I see the last 3 commits', here)).toEqual([['git.log', { limit: 3 }]])
  expect(planned('may I please have a bucket in Dublin for dev', here)).toBeString()
})

test('what nothing here does has no policy to show', () => {
  for (const request of ['am I allowed to smoke here', 'may I restart the database', 'am I allowed to push'])
    expect(planned(request, here)).toBeString()
})
