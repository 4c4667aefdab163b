import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['drop the artifact a_z2y3', ['state.artifact-delete', { id: 'a_z2y3' }]],
  ['please drop c_m4n5', ['engine.chat-delete', { conversation: 'c_m4n5' }]],
  ['ditch artifact a_z2y3', ['state.artifact-delete', { id: 'a_z2y3' }]],
  ['throw my chat c_m4n5 away', ['engine.chat-delete', { conversation: 'c_m4n5' }]],
] as const)('%s: an id after a verb that may delete is deleted', (request, step) => {
  expect(planned(request)).toEqual([step] as never)
})

test.each([
  'drop a_z2y3 into docs',
  'drop artifact a_z2y3 if it is old',
  'shred conversation c_m4n5 tomorrow',
  'drop plan p_q2b6',
  'artifact a_z2y3 has to go',
  'the conversation c_m4n5 can go now',
])('%s: nothing is done without a question', (request) => {
  expect(Array.isArray(planned(request))).toBe(false)
})
