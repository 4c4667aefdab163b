import { expect, test } from 'bun:test'
import { planned } from './testing.ts'

const files = ['README.md', 'docs/guide.md', 'src/app.ts']
const here = { files, git: { branch: 'main', branches: ['main'] } }

test.each([
  'last 10 lines of docs/guide.md',
  'the final 30 lines of docs/guide.md, please',
  'get me the commits of the last week that touched docs',
  'commits by Jonas from the past quarter',
  'which tasks ran this week?',
  'anything in the audit log from yesterday?',
])('%s: is not looked at without its limit', (said) => expect(planned(said, here)).toBe('ask'))

test.each(['what did the run do?', 'show the task', 'what did the task do?'])('%s: which, is asked', (said) =>
  expect(planned(said, here)).toBe('ask'),
)

test('the verb of a change is no noun of a look', () => {
  expect(planned('i think i am done, can you commit that for me', here)).toBe('ask')
})

test('of several orders none is left out', () => {
  expect(
    planned("what's left of the model budget and who used the most by agent these last 30 days?", here),
  ).not.toHaveLength(1)
})
