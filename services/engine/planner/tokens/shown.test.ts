import { expect, test } from 'bun:test'
import { operationsPlanned } from '../testing.ts'

test.each(['sho me teh last 3 comits', 'plz shw the log', 'shwo my commits'])('a mistyped look is one: %s', (request) =>
  expect(operationsPlanned(request, { files: [], git: { branch: 'main', branches: ['main'] } })).toEqual(['git.log']),
)

test.each(['stop the log', 'shot the log'])('what is spelled right is no look: %s', (request) =>
  expect(Array.isArray(operationsPlanned(request))).toBe(false),
)
