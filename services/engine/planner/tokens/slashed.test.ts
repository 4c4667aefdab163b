import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['describe run/r_w7x4', ['state.history-show', { run: 'r_w7x4' }]],
  ['get task/t_a2b3', ['engine.task-show', { task: 't_a2b3' }]],
  ['cancel task/t_a2b3', ['engine.task-cancel', { task: 't_a2b3' }]],
  ['describe plan/p_a2b3', ['nimbus.plan-show', { plan: 'p_a2b3' }]],
  ['delete artifact/a_z2y3', ['state.artifact-delete', { id: 'a_z2y3' }]],
  ['get runs --limit=10', ['state.history-list', { limit: 10 }]],
  ['get tasks --limit=3', ['engine.task-list', { limit: 3 }]],
  ['get events --limit 25', ['engine.statistics-events', { limit: 25 }]],
  [
    'auth can-i fs.write --file notes/today.md',
    ['nimbus.policy-explain', { operation: 'fs.write', input: { file: 'notes/today.md' } }],
  ],
] as const)('%s', (request, step) => expect(planned(request)).toEqual([step as never]))

test('a path that only begins like a kind stays a path', () => {
  expect(planned('read task/t_a2b3.md', { files: ['task/t_a2b3.md'] })).toEqual([
    ['fs.read', { file: 'task/t_a2b3.md' }],
  ])
})
