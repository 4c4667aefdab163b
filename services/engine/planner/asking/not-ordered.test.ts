import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const surroundings = {
  files: ['README.md', 'src/login.ts', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'], changed: ['src/login.ts'] },
  llm: { agents: ['reviewer', 'writer'] },
}

test.each([
  'we might stash everything',
  'maybe stash everything',
  'can I commit',
  'Tom wants to commit his changes',
  'Anna asked me to generate a vpc in dev in Frankfurt',
  'the team decided to commit everything with "x"',
  'I tried to format dev',
  'we could format dev some day',
  'tomorrow create a branch fix-1',
  'is it ok to commit with "x"',
  'formatted dev',
  'we formatted dev',
  'stashed everything',
  'created branch fix-1',
  'create a branch hotfix',
])('%s is asked about', (request) => {
  expect(Array.isArray(planned(request, surroundings))).toBe(false)
})

test.each([
  ['please stash everything', 'git.stash-save'],
  ['I want to commit with "x"', 'git.commit'],
  ['the team wants a vpc in dev in Frankfurt', 'generator.terraform'],
  ['can you create a branch fix-1', 'git.branch-create'],
  ['ask writer to review README.md', 'llm.chat'],
  ["the reviewer's costs this week", 'llm.stats'],
])('%s is %s', (request, operation) => {
  const outcome = planned(request, surroundings)
  expect(Array.isArray(outcome) ? outcome.map(([id]) => id as string) : outcome).toEqual([operation])
})
