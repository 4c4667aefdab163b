import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['the three latest plans', 'nimbus.plan-list', 3],
  ['artifacts, at most a dozen', 'state.artifact-list', 12],
  ['list no more than 7 runs', 'state.history-list', 7],
  ['show me the 20 most recent audit entries', 'nimbus.audit-list', 20],
  ['tasks max 10', 'engine.task-list', 10],
  ['my 2 latest chats', 'engine.chat-list', 2],
])('%s is limited', (request, operation, limit) => {
  expect(planned(request)).toEqual([[operation, { limit }]])
})

test('a time is no limit', () => {
  expect(planned('runs of the last 5 hours')).toEqual([['state.history-list', { since: '5h' }]])
})
