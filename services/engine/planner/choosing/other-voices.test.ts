import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['README.md', 'docs/guide.md', 'infra/main.tf'],
  git: { branch: 'main', branches: ['main'], stashes: ['stash@{0}: wip'] },
}

test.each([
  ['give me back what I stashed', 'git.stash-pop', {}],
  ['can I have my stashed changes again?', 'git.stash-pop', {}],
  ['commit every tracked change as "Fix login"', 'git.commit', { message: 'Fix login', all: true }],
  ['what exactly would go into the commit if I committed now?', 'git.diff', { staged: true }],
  ['with README.md as context, ask the model "Why?"', 'llm.chat', { prompt: 'Why?', context: ['README.md'] }],
  ['did I break my llm.yaml?', 'llm.config-validate', {}],
  ['llm.yaml: valid?', 'llm.config-validate', {}],
  ['create an llm config with low cost', 'llm.config-init', { template: 'cost-optimized' }],
  ['run the rules over only what I changed', 'generator.check', { changed: true }],
  [
    'how does infra stand against your rules? markdown please',
    'generator.check',
    { path: 'infra', format: 'markdown' },
  ],
  ['which rules save cost?', 'generator.rule-list', { category: 'cost' }],
  ['nimbus init, but leave my cloud profiles and kube contexts out of it', 'engine.init', { machine: false }],
  ['nimbus init; nothing about my aws profiles please', 'engine.init', { machine: false }],
  ['log level debug', 'state.config-set', { key: 'log.level', value: 'debug' }],
  ['set safety.max_deletions to 5', 'state.config-set', { key: 'safety.max_deletions', value: 5 }],
  ['put log.level back to its default', 'state.config-unset', { key: 'log.level' }],
  ["before I say yes I'd like to go through p_7f3a", 'nimbus.plan-show', { plan: 'p_7f3a' }],
  ['throw away my value for log.level', 'state.config-unset', { key: 'log.level' }],
  ['empty the staging area', 'git.unstage', { all: true }],
  ['take README.md out of the staging area', 'git.unstage', { paths: ['README.md'] }],
])('%s: %s', (said, operation, input) => expect(planned(said, world)).toEqual([[operation, input]]))

test.each([
  'git stash drop 1',
  'post README.md to the channel #ops',
  'store my anthropic key',
  'drop the stash',
  'empty the staging bucket',
  'clear the index of docs',
])('%s: is no plan', (said) => expect(planned(said, world)).toBeString())

test('what is ordered by its very verb is not done by another operation, and not in part', () => {
  const files = ['envs/dev/main.tf', 'envs/dev/dev.tfvars']
  expect(planned('apply dev with dev.tfvars', { files })).toBe('ask')
  expect(planned('save "terraform apply" as the text of notes/never.md', { files })).not.toMatchObject([
    ['state.artifact-save', {}],
  ])
})

test('one saying explains no word', () => {
  const here = { files: ['envs/dev/main.tf'], project: { name: 'shop', region: 'eu-central-1' } }
  expect(planned('We require a MySQL database in Singapore for the reporting team, dev only.', here)).toBeString()
})
