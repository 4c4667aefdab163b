import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const surroundings = {
  files: ['README.md', 'notes/old.md', 'notes/today.md', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix', 'add-vpc'] },
}

const deletions = /delete|remove|destroy|prune|roll-back/

test.each([
  'Tom wants to delete the branch hotfix',
  'my colleague asked me to remove notes/old.md, what do you think',
  'the boss says to delete the branch hotfix',
  'ops wants dev destroyed',
  'legal wants conversation c_a1b2 deleted',
  'security demands to delete the anthropic credential',
  'Tom asked to prune usage older than 90 days',
  'somebody has to delete notes/old.md',
  'I tried to delete notes/old.md',
  "I'm going to delete the branch hotfix",
  'get ready to destroy dev',
  'destroyed dev',
  'a_7f3a and a_8b2c: delete that one',
  'next sprint: delete the branch hotfix',
  'TODO: delete notes/old.md',
  '- note to self: delete the branch hotfix',
  'practice: destroy dev',
  'one day delete notes/old.md',
  'destroy dev but keep the database',
  'delete my github credential and set a new one',
  'read notes/old.md and notes/today.md, then remove it',
  'show t_a2b3 and t_c4d5, roll it back',
  'compare dev with staging, then destroy that one',
])('%s deletes nothing', (request) => {
  const outcome = planned(request, surroundings)
  const steps = Array.isArray(outcome) ? outcome : []
  expect(steps.filter(([operation]) => deletions.test(operation as string))).toEqual([])
})

test.each([
  ["let's delete the branch hotfix", 'git.branch-delete'],
  ['could somebody please remove notes/old.md', 'fs.remove'],
  ['I want dev destroyed', 'terraform.destroy'],
  ['could you please remove the credential of openai', 'state.credentials-delete'],
])('%s deletes', (request, operation) => {
  const outcome = planned(request, surroundings)
  expect(Array.isArray(outcome) ? outcome.map(([id]) => id) : outcome).toEqual([operation])
})
