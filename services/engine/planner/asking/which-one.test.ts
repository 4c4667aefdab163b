import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  'describe run',
  'what did the run do?',
  'describe task',
  'what did that task do',
  'is the task done?',
  'show me the chat',
  'open the artifact',
  'describe plan',
])('%s: asks which one', (request) => expect(planned(request)).toBe('ask'))

test('several of them, the last one or what belongs to one are no one', () => {
  expect(planned('describe the last run')).toEqual([['state.history-list', { limit: 1 }]])
  expect(planned('show the task list')).toEqual([['engine.task-list', {}]])
  expect(planned('which personas can the chat take on?')).toEqual([['engine.persona-list', {}]])
})
