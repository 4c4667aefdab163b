import { expect, test } from 'bun:test'
import type { StepSaid } from '@nimbus/kernel'
import { followSteps } from './follow-steps.ts'

test('steps that run side by side each begin and end by their own name, with how long they took', () => {
  const said: StepSaid[] = []
  let now = 0
  const follow = followSteps(
    (step) => said.push(step),
    () => now,
  )
  follow({ step: '1', status: 'running', operation: 'fs.write' })
  follow({ step: '2', status: 'running', operation: 'git.add' })
  now = 20
  follow({ step: '1', status: 'done', operation: 'fs.write' })
  follow({ step: '2', status: 'failed', operation: 'git.add' })
  follow({ step: '3', status: 'skipped', operation: 'git.commit' })
  follow({ step: '1', status: 'undoing', operation: 'fs.write' })
  follow({ step: '1', status: 'undone', operation: 'fs.write' })
  follow({ status: 'rolled-back' })
  expect(said.map(({ title, status, ms }) => [title, status, ms])).toEqual([
    ['1  fs.write', 'started', undefined],
    ['2  git.add', 'started', undefined],
    ['1  fs.write', 'done', 20],
    ['2  git.add', 'failed', 20],
    ['undo 1  fs.write', 'started', undefined],
    ['undo 1  fs.write', 'done', 0],
  ])
  expect(said.every(({ depth }) => depth === 0)).toBe(true)
})
