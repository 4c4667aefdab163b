import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['README.md', 'docs/guide.md', 'envs/dev/main.tf', 'modules/network/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
}

test.each([
  ['the vendor withdrew the API, revert 9c0ffee', ['git.revert', { commit: '9c0ffee' }]],
  ['a colleague pinned another provider, init envs/dev', ['terraform.init', { directory: 'envs/dev' }]],
  ['forked from upstream, does modules/network meet our rules', ['generator.check', { path: 'modules/network' }]],
  ['the pipeline mounts it, show the files in docs', ['fs.list', { path: 'docs' }]],
  ['wiped the checkout, init envs/dev', ['terraform.init', { directory: 'envs/dev' }]],
  ['switching to another ticket, stash my edits as "half"', ['git.stash-save', { message: 'half' }]],
  ["search isn't helping, list the files in docs", ['fs.list', { path: 'docs' }]],
  ['committing everything, list the branches', ['git.branch-list', {}]],
] as const)('%s: what was told is none of it', (request, step) => {
  expect(planned(request, world)).toEqual([step] as never)
})

test.each([
  ['the tests are excluded, list docs', 'a limit'],
  ['the high ones scare me, check envs/dev', 'a value'],
  ['the bucket is encrypted, make terraform for s3 in Paris', 'how it is to be'],
  ['restore all the files that were edited, list the branches', 'an order'],
  ['can you move all the changed ones, list the branches', 'an order'],
])('%s: %s was no story', (request) => {
  expect(Array.isArray(planned(request, world))).toBe(false)
})

test.each([
  ['we deploy on friday, so init envs/dev now please', ['terraform.init', { directory: 'envs/dev' }]],
  ['the build fails since this morning, who changed docs/guide.md lately?', ['git.log', { paths: ['docs/guide.md'] }]],
  ['I do not remember the name, list the branches', ['git.branch-list', {}]],
  ['I fiddled with llm.yaml, is it still correct?', ['llm.config-validate', {}]],
  ['draw p_q2b6 as mermaid, I want to paste it in my PR', ['nimbus.plan-show', { plan: 'p_q2b6', format: 'mermaid' }]],
] as const)('%s: what somebody does himself is none of it', (request, step) => {
  expect(planned(request, world)).toEqual([step] as never)
})

test.each(['we want envs/dev gone, list the branches', 'we skip merges, list the branches of 3 people'])(
  '%s: what limits or wants something is no story of oneself',
  (request) => {
    expect(Array.isArray(planned(request, world))).toBe(false)
  },
)

test('where people are is where something new goes', () => {
  expect(planned('we work in Ireland, make terraform for a vpc', world)).toMatchObject([
    ['generator.terraform', { region: 'eu-west-1' }],
  ])
})
