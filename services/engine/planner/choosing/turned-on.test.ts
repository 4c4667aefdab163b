import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['my-agent.yaml', 'infra/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
  llm: { agents: [], tools: ['gemini'], models: [] },
}

test.each([
  [
    'add the tool my-agent from my-agent.yaml, for this project',
    'llm.tool-add',
    { name: 'my-agent', file: 'my-agent.yaml', project: true },
  ],
  ['export usage as csv, for a simulation', 'llm.usage-export', { replayable: true, format: 'csv' }],
  ['diff main against hotfix, just the list of files please', 'git.diff', { from: 'main', to: 'hotfix', lines: 0 }],
  ['check infra, only the changed files', 'generator.check', { path: 'infra', changed: true }],
])('%s: what is turned on behind a comma', (request, operation, input) =>
  expect(planned(request, world)).toEqual([[operation, input]]),
)

test('what git means by a verb alone is an order that nothing here does', () => {
  expect(planned('pull first and then show me the log', world)).toBe('refuse')
})

test('a look that is known by just these words is one more', () => {
  expect(planned('model costs by month and the budget', world)).toEqual([
    ['llm.stats', { by: 'month' }],
    ['llm.budget', {}],
  ])
})
