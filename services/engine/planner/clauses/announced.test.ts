import { expect, test } from 'bun:test'
import { operationsPlanned } from '../testing.ts'

const here = {
  files: ['README.md', 'notes/old.md', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
}
const outcome = (request: string) => operationsPlanned(request, here)

test.each([
  ['later today I will delete notes/old.md. For now just show me what it says', ['fs.read']],
  ["the intern wants to delete README.md. what's in it?", ['fs.read']],
  ["tomorrow I'll merge. list the branches", ['git.branch-list']],
  ['my colleague believes we could reset to HEAD~2; show me the last 3 commits', ['git.log']],
  ['ops is going to apply staging, show me the plan for it', ['terraform.plan']],
] as const)('%s: what was told of is not done', (request, steps) => expect(outcome(request)).toEqual([...steps]))

test.each([
  'tomorrow I will delete notes/old.md',
  'Tom wants to destroy dev',
  'Anna thinks we can delete notes/old.md',
  "tomorrow I'll drop the hotfix branch. show me the commits on it",
  'at some point we will remove hotfix, when was its last commit',
])('%s: nothing is made of it', (request) => expect(outcome(request)).toBe('ask'))
