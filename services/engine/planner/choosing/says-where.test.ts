import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each(['search "x" in docs', 'search "x" in the docs directory', 'what is in docs', 'list the docs folder'])(
  '%s: is no look at everything where there is no such folder',
  (request) => expect(Array.isArray(planned(request))).toBe(false),
)

test.each([
  ['search "x" in docs', 'fs.search', { pattern: 'x', path: 'docs' }],
  ['list the docs folder', 'fs.list', { path: 'docs' }],
])('%s: is a look at what is there', (request, operation, input) =>
  expect(planned(request, { files: ['docs/guide.md'] })).toEqual([[operation, input]]),
)

test.each([
  ['search "x" in the repo', 'fs.search', { pattern: 'x' }],
  ['list files in the project', 'fs.list', {}],
])('%s: everything is meant', (request, operation, input) => expect(planned(request)).toEqual([[operation, input]]))
