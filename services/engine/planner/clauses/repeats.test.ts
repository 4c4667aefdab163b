import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['README.md', 'docs/guide.md'] }

test('takes two clauses of one order for one step', () => {
  expect(planned('Scan the repository and write the project file', world)).toEqual([['engine.init', {}]])
  expect(planned('show the history of the last 3 days, but only what changes something', world)).toMatchObject([
    ['state.history-list', { since: '3d', changes: true }],
  ])
})

test('keeps two steps where each names a thing of its own', () => {
  expect(planned('list the tasks, and list the running tasks', world)).toMatchObject([
    ['engine.task-list', {}],
    ['engine.task-list', { status: 'running' }],
  ])
})

test('takes what only says where a thing is besides for talk', () => {
  expect(planned('We have the guide in the wiki already, so delete docs/guide.md.', world)).toEqual([
    ['fs.remove', { file: 'docs/guide.md' }],
  ])
})
