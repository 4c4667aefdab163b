import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['Task and run statistics of the last 168 hours, please.', 'engine.statistics', { hours: 168 }],
  ['run and task statistics of last week', 'engine.statistics', { hours: 168 }],
  ['statistics of tasks and runs', 'engine.statistics', {}],
  [
    'how much did the models cost us in the last 7 days, project by project?',
    'llm.stats',
    { by: 'project', since: '7d' },
  ],
  ['how much did we spend, agent by agent?', 'llm.stats', { by: 'agent' }],
])('%s: is one look', (said, operation, input) => expect(planned(said)).toEqual([[operation, input]]))

test('two looks stay two', () =>
  expect(planned('list the tasks and show the statistics')).toEqual([
    ['engine.task-list', {}],
    ['engine.statistics', {}],
  ]))

test.each([
  ['find in the history whatever mentions vpc and peering', ['vpc', 'peering']],
  ['search the history for everything that mentions rds', ['rds']],
  ['look through the history for runs that talk about subnets', ['subnets']],
])('%s: what leads to a word is not looked for', (said, words) =>
  expect(planned(said)).toEqual([['state.history-search', { words }]]),
)
