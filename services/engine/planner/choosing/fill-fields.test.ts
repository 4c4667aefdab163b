import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['search the history for "staging" and "apply"', ['staging', 'apply']],
  ['find "a", "b" and "c" in the history', ['a', 'b', 'c']],
])('%s: each quotation is looked for', (request, words) => {
  expect(planned(request)).toEqual([['state.history-search', { words }]])
})

test.each([
  ['where do we set idle_timeout?', { pattern: 'idle_timeout' }],
  ['any 0.0.0.0/0 in the .tf files?', { pattern: '0.0.0.0/0', glob: ['*.tf'] }],
  ['where in src are we using process.env?', { pattern: 'process.env', path: 'src' }],
])('%s: what has the form of code is looked for', (request, input) => {
  expect(planned(request, { files: ['README.md', 'main.tf', 'src/app.ts'] })).toEqual([['fs.search', input]])
})

test('a ticket is not looked for', () => {
  const found = planned('SEC-12: look for password in the *.yaml files', { files: ['a.yaml'] })
  expect(JSON.stringify(found)).not.toContain('SEC-12')
})

test('from one line to another one, the noun said twice', () => {
  expect(planned('let me see src/app.ts from line 40 to line 60', { files: ['src/app.ts'] })).toEqual([
    ['fs.read', { file: 'src/app.ts', from: 40, lines: 21 }],
  ])
})
