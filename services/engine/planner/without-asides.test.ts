import { expect, test } from 'bun:test'
import { planned } from './testing.ts'

const surroundings = {
  files: ['README.md', 'envs/dev/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
}

test.each([
  [
    'purely hypothetical, what would be deleted if somebody destroyed dev?',
    ['terraform.plan', { directory: 'envs/dev', destroy: true }],
  ],
  ['weird smell in the office, list the branches', ['git.branch-list', {}]],
  ["I'd like shorter answers, what personas can I pick from", ['engine.persona-list', {}]],
  ['for the risk register, environments and regions of this project', ['engine.context', {}]],
  ['standup in a minute, so git status for me', ['git.status', {}]],
  ['are my config files ok? it complains about something on every start', ['state.config-validate', {}]],
  [
    'plan dev for me, as markdown, i paste it into the PR',
    ['terraform.plan', { directory: 'envs/dev', markdown: true }],
  ],
  [
    'a vpc in Paris for dev, same as the rest of the project',
    ['generator.terraform', { name: 'vpc', region: 'eu-west-3', environments: ['dev'], with: ['vpc'] }],
  ],
] as const)('%s: what only accompanies is left out', (request, step) => {
  expect(planned(request, surroundings)).toEqual([step] as never)
})

test.each([
  ['vpc in Paris for dev, peered with the other one', 'how it is to be'],
  ['in five minutes, plan dev', 'when it is to be'],
  ['hotfix, git status please', 'a branch'],
  ['old and stale, delete the branch hotfix', 'a deletion'],
])('%s: %s accompanies nothing', (request) => {
  expect(Array.isArray(planned(request, surroundings))).toBe(false)
})

test('an environment that is called so is no stack', () => {
  expect(planned('terraform for an environment called qa with a bucket in Paris', surroundings)).toEqual([
    ['generator.terraform', { name: 's3', region: 'eu-west-3', environments: ['qa'], with: ['s3'] }],
  ])
})
