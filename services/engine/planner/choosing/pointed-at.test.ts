import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test('a record that was dealt with is what is looked at next', () => {
  expect(planned('cancel t_c4d5 and show it')).toEqual([
    ['engine.task-cancel', { task: 't_c4d5' }],
    ['engine.task-show', { task: 't_c4d5' }],
  ])
  expect(planned('p_q2b6, let me see it')).toEqual([['nimbus.plan-show', { plan: 'p_q2b6' }]])
})

test.each([
  'stop t_c4d5, then show me what happened',
  'create branch fix-login, then create a branch',
  'write "x" to a.md, then write a file',
])('asks about a second order of which nothing is known: %s', (request) => expect(planned(request)).toBe('ask'))

test('a look that hears every word is meant before one that leaves one over', () => {
  expect(planned('check t_c4d5 while running')).toEqual([['engine.safety-during-check', { task: 't_c4d5' }]])
})
