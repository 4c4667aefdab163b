import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const surroundings = {
  files: ['README.md', 'notes/old.md', 'release/notes.md'],
  git: { branch: 'main', branches: ['main', 'hotfix', 'add-vpc', 'release'] },
}

test.each([
  'remove all branches but main',
  'delete hotfix, add-vpc stays',
  'delete hotfix, but only once it is merged',
  'remove hotfix from the list',
  'we could delete notes/old.md',
  'I was going to delete notes/old.md',
  'delete notes/old.md after the meeting',
  'delete hotfix on Monday',
  'delete release',
  'delte hotfix',
])('%s deletes nothing', (request) => {
  const outcome = planned(request, surroundings)
  expect(Array.isArray(outcome) ? outcome : []).toEqual([])
})

test.each([
  'drop the old notes',
  'remove the stale stashes',
  'there are too many branches, delete the ones we already merged',
])('%s: asks which', (request) => expect(planned(request, surroundings)).toBe('ask'))

test('refuses what nothing here deletes, however it is described', () =>
  expect(planned('remove the stale DNS entries')).toBe('refuse'))

test.each([
  ['delete the branch hotfix please', 'git.branch-delete', { name: 'hotfix' }],
  ['notes/old.md is no longer needed, delete it', 'fs.remove', { file: 'notes/old.md' }],
])('%s deletes the one thing', (request, operation, input) => {
  expect(planned(request, surroundings)).toEqual([[operation, input]])
})
