import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { planConversation } from './plan-conversation.ts'
import { vocabularyOf } from './vocabulary.ts'

const vocabulary = vocabularyOf(product().catalog.list())
const stepsOf = (request: string) => {
  const outcome = planConversation([request], { files: ['src/app.ts'] }, vocabulary)
  return outcome.kind === 'plan' ? outcome.steps.map(({ operation, input }) => ({ operation, input })) : outcome
}

test.each([
  ['the three latest plans', 'nimbus.plan-list', 3],
  ['artifacts, at most a dozen', 'state.artifact-list', 12],
  ['list no more than 7 runs', 'state.history-list', 7],
  ['show me the 20 most recent audit entries', 'nimbus.audit-list', 20],
  ['tasks max 10', 'engine.task-list', 10],
  ['my 2 latest chats', 'engine.chat-list', 2],
])('%s is limited', (request, operation, limit) => {
  expect(stepsOf(request)).toEqual([{ operation, input: { limit } }])
})

test('a time is no limit', () => {
  expect(stepsOf('runs of the last 5 hours')).toEqual([{ operation: 'state.history-list', input: { since: '5h' } }])
})
