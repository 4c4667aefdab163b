import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: [], llm: { agents: ['reviewer'], models: ['anthropic/claude-x'], tools: [] } }

test.each([
  ['State the cost of the agent reviewer since 2026-11-01.', { agent: 'reviewer', since: '2026-11-01' }],
  ['llm usage of the provider anthropic', { provider: 'anthropic' }],
  ['model costs by agent and day', { by: 'agent,day' }],
  ['model usage by model and by agent', { by: 'model,agent' }],
  ['llm stats per model and per agent', { by: 'model,agent' }],
  ['model costs by project, csv please', { by: 'project', format: 'csv' }],
  ['top models over the past 7 days', { by: 'model', since: '7d' }],
  ['usage of each model for the last 7 days, csv', { by: 'model', since: '7d', format: 'csv' }],
])('%s: tells apart what is asked by, and not what a filter is called', (said, input) =>
  expect(planned(said, world)).toEqual([['llm.stats', input]]),
)

test('takes an agent that nobody lists by being called one', () => {
  expect(planned('cost of the agent reviewer')).toEqual([['llm.stats', { agent: 'reviewer' }]])
})
