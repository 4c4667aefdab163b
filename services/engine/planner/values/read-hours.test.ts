import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['statistics of tasks this week', 168],
  ['how did tasks go over the last week, in numbers?', 168],
  ['task statistics of the last 3 days', 72],
  ['statistics for the past 12 hours', 12],
  ['statistics --hours 48', 48],
] as const)('%s', (request, hours) => expect(planned(request)).toEqual([['engine.statistics', { hours }]]))
