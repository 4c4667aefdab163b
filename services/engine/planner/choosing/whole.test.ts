import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test('takes parts of which none orders anything for one request', () => {
  expect(planned('finance wants to know how much we paid openai over the last 30 days, day by day')).toEqual([
    ['llm.stats', { provider: 'openai', since: '30d', daily: true }],
  ])
})

test.each(['how is the weather, in Paris, today?', 'Kubernetes pods, are they all healthy, in production?'])(
  '%s: refuses what nothing here does, however it is parted',
  (request) => expect(planned(request)).toBe('refuse'),
)

test.each([
  ['drop my own value of server.port, I want the default one again', 'state.config-unset', { key: 'server.port' }],
])('%s: takes a change for one request that nearly everybody means so', (request, operation, input) => {
  expect(planned(request)).toEqual([[operation, input]])
})
