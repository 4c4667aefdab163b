import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const surroundings = {
  files: ['README.md', 'network.tf', 'docs/guide.md', 'src/app.ts', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: {
    branch: 'main',
    branches: ['main', 'feature/login'],
    stashes: ['stash@{0}: half of the network'],
  },
  llm: { agents: ['reviewer', 'writer'] },
}

test.each([
  ['the README should not go into the next commit', 'to look at it keeps nothing out'],
  ['README should not be committed', 'to look at it keeps nothing out'],
  ['set log.level', 'a setting is not set by looking at it'],
  ['change the port of the server', 'a setting is not set by looking at it'],
  ['plan please', 'plans are listed where several are asked for'],
  ['search docs', 'a folder is where it is looked for'],
  ['search the src', 'a folder is where it is looked for'],
  ['a bucket called exam-papers in London, dev is enough', 'the stack is called otherwise'],
  ['create a database named orders in Frankfurt for dev', 'the stack is called otherwise'],
  ['store my openai key', 'nobody said where it is'],
  ['somebody broke the login, revert the bad commit', 'a branch that is called so is no bad commit'],
  ['undo the commit that broke login', 'a branch that is called so is no bad commit'],
  ["what's open for dev", 'few words of a phrase are no order'],
])('%s: %s', (request) => {
  expect(Array.isArray(planned(request, surroundings))).toBe(false)
})

test.each([
  ['what is the output of staging', 'terraform.output', { directory: 'envs/staging' }],
  ['show the staging output', 'terraform.output', { directory: 'envs/staging' }],
  ['plan dev, i.e. show what would change', 'terraform.plan', { directory: 'envs/dev' }],
  ['what was done in the last two hours?', 'state.history-list', { since: '2h' }],
  ['t_a2b3, show me', 'engine.task-show', { task: 't_a2b3' }],
  ['t_a2b3', 'engine.task-show', { task: 't_a2b3' }],
  ['search for docs in src', 'fs.search', { pattern: 'docs', path: 'src' }],
  ['plans please', 'nimbus.plan-list', {}],
  ['create a vpc named core in Frankfurt for dev', 'generator.terraform', undefined],
])('%s is %s', (request, operation, input) => {
  const outcome = planned(request, surroundings)
  const [step = []] = Array.isArray(outcome) ? outcome : []
  expect(step[0] as unknown).toBe(operation)
  if (input) expect(step[1] as unknown).toEqual(input)
})

test('two of one thing in two places are asked about', () => {
  const request = 'one vpc in frankfurt and another one in virginia, both for staging'
  expect(planned(request, surroundings)).toBe('ask')
})
