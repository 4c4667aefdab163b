import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['peek at t_a2b3', 'engine.task-show', { task: 't_a2b3' }],
  ['display p_7f3a', 'nimbus.plan-show', { plan: 'p_7f3a' }],
  ['p_7f3a as json', 'nimbus.plan-show', { plan: 'p_7f3a', format: 'json' }],
  ['dump all settings', 'state.config-list', {}],
  ['audit log pls', 'nimbus.audit-list', {}],
  ["what's my log level?", 'state.config-get', { key: 'log.level' }],
  ['is my configuration ok?', 'state.config-validate', {}],
])('%s is seen with any verb, or with none', (request, operation, input) => {
  expect(planned(request)).toEqual([[operation, input]])
})

test('one thing is not all of them, and an order is no question', () => {
  expect(planned('show the task')).toBe('ask')
  expect(planned('trust it from now on')).toBe('refuse')
  expect(planned('show me my github token')).not.toEqual([
    ['state.credentials-set', { provider: 'github', value: '-' }],
  ])
})
