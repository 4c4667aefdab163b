import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['README.md', 'docs/guide.md', 'notes/old.md', 'src/app.ts', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'], stashes: ['stash@{0}: the login', 'stash@{1}: the network'] },
}

const orders = [
  'the branch hotfix should be gone',
  "let's have the note notes/old.md vanish",
  'let the branch hotfix disappear',
  'can you make the stash go away',
  'take task t_a2b3 up again',
  'the branch hotfix has to be merged by noon and then go away',
]
test.each(orders)('%s: no look changes it', (said) => expect(planned(said, here)).toBe('ask'))

test.each([
  'What did I put to the side all? In the stash I mean',
  'has staging been destroyed?',
  'did the destroy of staging work?',
  'which files did I delete?',
  'the note from yesterday, what did it say?',
])('%s: nothing is done by who only asks', (said) => expect(Array.isArray(planned(said, here))).toBe(false))

test.each([
  'The file guide.md in docs should have the name handbook.md in the future',
  'file src/app.ts belongs in the folder lib',
])('%s: how a file should be is no text to write', (said) => expect(planned(said, here)).toBe('ask'))

test('a task is none that says what is to become of who would do it', () =>
  expect(planned('the reviewer agent should be removed', { ...here, llm: { agents: ['reviewer'] } })).toBe('ask'))

test('what would be is not looked up in what was', () =>
  expect(planned('what exactly would go in if i committed now?', here)).not.toEqual([['git.log', {}]]))

test.each([
  ['the plan of staging', [['terraform.plan', { directory: 'envs/staging' }]]],
  ['what does the artifact a_z2y3 say?', [['state.artifact-get', { id: 'a_z2y3' }]]],
  ['show the runs where the error is gone', [['state.history-list', {}]]],
  ['note that the old cluster is gone', [['state.history-note', { summary: 'the old cluster is gone' }]]],
  ['commit with message make the bug go away', [['git.commit', { message: 'make the bug go away' }]]],
  ['stage README.md', [['git.add', { paths: ['README.md'] }]]],
] as const)('%s: is done', (said, steps) => expect(planned(said, here)).toEqual(steps as never))
