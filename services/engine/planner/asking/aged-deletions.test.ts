import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  'delete all usage records of models that are older than 90 days',
  'delete usage records of the models who are older than 90 days',
])('of all of them go those that are so old: %s', (request) =>
  expect(planned(request)).toEqual([['llm.usage-prune', { olderThan: '90d' }]]),
)

test.each(['delete all usage records of models', 'delete all the old usage records', 'delete all tasks'])(
  'all of them never go without that: %s',
  (request) => expect(Array.isArray(planned(request))).toBe(false),
)
