import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: [], records: [{ id: 'p_7f3a' }, { id: 't_c4d5' }] }

test.each([
  ['is plan p_7f3a safe to begin, for 50 cents at most?', 0.5],
  ['is it safe to begin with plan p_7f3a if it must not cost more than 0.50 dollars?', 0.5],
  ['may p_7f3a begin with $2 at most?', 2],
  ['safety check of plan p_7f3a, limit 10 USD', 10],
])('%s', (request, costUsd) =>
  expect(planned(request, world)).toEqual([['engine.safety-pre-check', { plan: 'p_7f3a', limits: { costUsd } }]]),
)
