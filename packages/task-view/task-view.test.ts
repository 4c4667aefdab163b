import { expect, test } from 'bun:test'
import type { Task } from '@nimbus/kernel'
import { taskText, taskView } from './index.ts'

const plan = {
  steps: [{ id: '1', operation: 'git.add', input: {}, dependsOn: [], effect: 'update', reason: '' }],
} as const
const question = {
  code: 'approval-needed',
  message: 'This needs approval',
  next: 'nimbus approve p_abcd && nimbus apply p_abcd',
  plan: 'p_abcd',
  exit: 3,
}
const task = (status: Task['status'], step: Partial<Task['steps'][number]>): Task => ({
  id: 't_abcd',
  plan: 'p_efgh',
  tenant: 'local',
  principal: 'ada',
  workspace: '/srv/workspace',
  status,
  steps: [{ id: '1', status: 'asks', attempts: 1, error: question, ...step }],
  result: { verdict: 'not-achieved', evidence: [{ status: 'fail', code: 'step-asks', message: 'it asks' }] },
  createdAt: '2030-01-01T00:00:00.000Z',
  endedAt: '2030-01-01T00:00:01.000Z',
})

test('a question of a step is answered for the task, and not by making its call beside it', () => {
  expect(taskText(taskView(task('asks', {}), plan))).toContain('nimbus approve p_abcd && nimbus task resume t_abcd')
  const kept = taskView(task('failed', { status: 'kept' }), plan)
  expect(kept.steps[0]?.error?.next).toBe('nimbus approve p_abcd && nimbus task roll-back t_abcd')
})

test('a task that was taken back asks nothing any more', () => {
  expect(taskText(taskView(task('rolled-back', {}), plan))).not.toContain('nimbus approve')
})

test('what nobody let through is made again by the task that wants it', () => {
  const error = { code: 'cancelled', message: 'Nothing was done', next: 'make the call again', exit: 130 }
  const { steps } = taskView(task('cancelled', { status: 'failed', error }), plan)
  expect(steps[0]?.error?.next).toBe('go on where it stopped with: nimbus task resume t_abcd')
})

test('a task that is gone on with has not come to anything yet', () => {
  for (const status of ['running', 'interrupted'] as const) {
    const view = taskView(task(status, { status: 'running' }), plan)
    expect(view).toMatchObject({ status, evidence: [] })
    expect(view).not.toHaveProperty('verdict')
    expect(view).not.toHaveProperty('ended')
  }
})
