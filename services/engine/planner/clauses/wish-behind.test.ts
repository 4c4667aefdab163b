import { expect, test } from 'bun:test'
import { operationsPlanned } from '../testing.ts'

const here = {
  files: ['README.md', 'notes/old.md', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
}
const outcome = (request: string) => operationsPlanned(request, here)

test.each([
  ["before I open the PR I'd like to see what hotfix brings compared to main", ['git.diff']],
  ['before anybody touches staging please show me the plan for it', ['terraform.plan']],
  ['before I leave I want to stash my changes', ['git.stash-save']],
  ['when you have a minute could you list the branches', ['git.branch-list']],
] as const)('%s: the clause is no part of the wish', (request, steps) => expect(outcome(request)).toEqual([...steps]))

test.each([
  'when dev is applied please destroy staging',
  'as staging is not used any more can you remove envs/staging',
  'before I leave I want you to get rid of notes/old.md if it is unused',
])('%s: a deletion keeps its condition', (request) => expect(Array.isArray(outcome(request))).toBe(false))
