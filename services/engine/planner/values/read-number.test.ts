import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test('counts a time in the unit of its argument', () => {
  expect(planned('statistics of tasks and runs of the last 7 days')).toEqual([['engine.statistics', { hours: 168 }]])
  expect(planned('statistics of the last 12 hours')).toEqual([['engine.statistics', { hours: 12 }]])
})
