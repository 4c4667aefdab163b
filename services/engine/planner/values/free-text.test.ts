import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = { files: ['notes/welcome.md'], git: { branch: 'main', branches: ['main'] } }

test.each(['commit everything: Tighten the limit', 'commit all tracked changes: Tighten the limit'])(
  '%s: what is chosen besides is no part of the text',
  (said) => expect(planned(said, here)).toEqual([['git.commit', { message: 'Tighten the limit', all: true }]]),
)

test('a colon inside of a text stays in it', () => {
  expect(planned('commit with the message fix: tighten the limit', here)).toEqual([
    ['git.commit', { message: 'fix: tighten the limit' }],
  ])
})

test('something is no text yet', () => {
  expect(planned('write something nice into notes/welcome.md', here)).toBe('ask')
})

test.each(['commit the lock file', 'commit the changes in src'])('%s: what is committed is no message', (request) =>
  expect(planned(request)).toBe('ask'),
)

test('what a file is to say is written into it, and was said by nobody else', () => {
  expect(planned('create a file notes/todo.md that says "call anna"')).toEqual([
    ['fs.write', { file: 'notes/todo.md', content: 'call anna' }],
  ])
})

test('a mark makes a letter of an expression optional', () => {
  expect(planned('regex search for colou?r in docs', { files: ['docs/a.md'] })).toEqual([
    ['fs.search', { pattern: 'colou?r', path: 'docs', regex: true }],
  ])
})

test('what a file says that is read is written nowhere', () => {
  const world = { files: ['notes/old.md'] }
  expect(planned('read the file notes/old.md that says "delete hotfix"', world)).toEqual([
    ['fs.read', { file: 'notes/old.md' }],
  ])
})
