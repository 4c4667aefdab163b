import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['the three latest plans', 'nimbus.plan-list', 3],
  ['artifacts, at most a dozen', 'state.artifact-list', 12],
  ['list no more than 7 runs', 'state.history-list', 7],
  ['show me the 20 most recent audit entries', 'nimbus.audit-list', 20],
  ['tasks max 10', 'engine.task-list', 10],
  ['saved plans, 5 please', 'nimbus.plan-list', 5],
  ['audit log, 20 entries will do', 'nimbus.audit-list', 20],
  ['my 2 latest chats', 'engine.chat-list', 2],
])('%s is limited', (request, operation, limit) => {
  expect(planned(request)).toEqual([[operation, { limit }]])
})

test('a time is no limit', () => {
  expect(planned('runs of the last 5 hours')).toEqual([['state.history-list', { since: '5h' }]])
})

test('limits commits of somebody whose name is written small', () => {
  expect(planned('commits by anna, 10 at most')).toEqual([['git.log', { author: 'anna', limit: 10 }]])
})

test('hears how long something may take', () => {
  const llm = { agents: [], tools: ['codex'], models: [] }
  expect(planned("give codex the task 'Add a test', it may take 10 minutes", { files: [], llm })).toEqual([
    ['llm.exec', { task: 'Add a test', tool: 'codex', timeout: 600 }],
  ])
})
