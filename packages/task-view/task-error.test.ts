import { expect, test } from 'bun:test'
import type { Task } from '@nimbus/kernel'
import { backError, taskError } from './task-error.ts'

const done = {
  id: '1',
  status: 'done',
  attempts: 1,
  undo: { operation: 'fs.remove', input: { file: 'a.txt' } },
} as const
const answered = { code: 'refused', message: 'Nothing was done', why: 'you answered no', exit: 130 }

const task = (status: Task['status'], ...steps: Task['steps']): Task => ({
  id: 't_abcd',
  plan: 'p_abcd',
  tenant: 'local',
  principal: 'ada',
  workspace: '/srv/workspace',
  status,
  steps,
  createdAt: '2030-01-01T00:00:00.000Z',
})

test('a no to a later step does not say that nothing was done', () => {
  const error = { ...answered }
  expect(taskError(task('failed', done, { id: '2', status: 'failed', attempts: 1, error }))).toMatchObject({
    code: 'refused',
    message: 'Step 2 was not done',
    why: 'step 2 of t_abcd: you answered no: 1 of 2 steps are done',
    next: 'go on where it stopped with: nimbus task resume t_abcd — or take back what was done with: nimbus task roll-back t_abcd',
    task: 't_abcd',
  })
  expect(backError(task('done', { ...done, status: 'kept', error }))?.message).toBe('Step 1 was not taken back')
})

test('a cancelled task says which step was stopped, and no way back where nothing was done', () => {
  const cut = { id: '1', status: 'failed', attempts: 1, outcome: 'cancelled' } as const
  expect(taskError(task('cancelled', cut, { id: '2', status: 'waiting', attempts: 0 }))).toMatchObject({
    message: 't_abcd was cancelled',
    why: '0 of 2 steps are done; step 1 was stopped before its end',
    next: 'go on where it stopped with: nimbus task resume t_abcd; see nimbus task show t_abcd',
    exit: 130,
  })
})

test('what a step failed with before is no reason against taking the task back', () => {
  const failing = {
    id: '2',
    status: 'failed',
    attempts: 1,
    error: { code: 'busy', message: 'it is busy', exit: 1 },
  } as const
  expect(backError(task('rolled-back', { ...done, status: 'undone' }, failing))).toBeUndefined()
  expect(taskError(task('rolled-back', { ...done, status: 'undone' }, failing))?.why).toContain('is taken back')
})

test('a task that was to be taken back and cannot be says what it failed with', () => {
  const kept = {
    ...done,
    status: 'kept',
    error: { code: 'approval-needed', message: 'ask', plan: 'p_abcd', exit: 3 },
  } as const
  const failing = {
    id: '2',
    status: 'failed',
    attempts: 1,
    error: { code: 'gone', message: 'no file', exit: 5 },
  } as const
  expect(taskError(task('failed', kept, failing))).toMatchObject({
    message: 'ask',
    why: 'step 1 of t_abcd; it was to be taken back, for step 2 failed: no file',
    next: 'nimbus approve p_abcd && nimbus task roll-back t_abcd',
  })
})
