import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: [],
  records: [
    { id: 'r_k3m7p2q5', operation: 'fs.write' },
    { id: 't_a2b3', about: 'interrupted' },
  ],
}

test.each([
  'rerun the last run',
  'repeat the last run',
  'do the last run again',
  'undo the last run',
  'go on with the interrupted task',
  'cancel the running task',
])('asks which one is meant where it is only described: %s', (request) => expect(planned(request, world)).toBe('ask'))

test('a look at the last one stays a look', () => {
  expect(planned('show the last run', world)).toEqual([['state.history-list', { limit: 1 }]])
  expect(planned('show the interrupted task', world)).toEqual([['engine.task-list', { status: 'interrupted' }]])
})
