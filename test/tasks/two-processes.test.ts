import { expect, test } from 'bun:test'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { TestWorkspace } from '@nimbus/testkit'
import { git, repository } from './forty-steps.ts'

/** A repository whose commits wait until a file appears, and a task that commits. */
const waiting = async () => {
  const ws = await repository()
  const [started, go] = [join(ws.home, 'started'), join(ws.home, 'go')]
  const hook = `#!/bin/sh\ntouch ${started}\nwhile [ ! -e ${go} ]; do sleep 0.02; done\n`
  await ws.write({ '.git/hooks/pre-commit': hook, 'main.tf': 'a = 2\n' })
  chmodSync(join(ws.path, '.git/hooks/pre-commit'), 0o755)
  const commit = { id: '1', operation: 'git.commit', input: { message: 'round', all: true } }
  const after = { id: '2', operation: 'fs.write', input: { file: 'after.txt', content: 'x' }, dependsOn: ['1'] }
  const { id: plan } = await ws.call('nimbus.plan-save', { document: { steps: [commit, after] } })
  await ws.call('nimbus.approve', { plan })
  const { id: task } = await ws.call('engine.task-create', { plan })
  return {
    ws,
    task,
    go: () => Bun.write(go, ''),
    started: async () => {
      while (!(await Bun.file(started).exists())) await Bun.sleep(5)
      await Bun.file(started).delete()
    },
    [Symbol.asyncDispose]: () => ws[Symbol.asyncDispose](),
  }
}

const codeOf = ({ stdout }: { stdout: string }): unknown =>
  (JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { error?: { code: string } }).error?.code

const resume = (ws: TestWorkspace, task: string) => ws.cli(['task', 'resume', task, '--json'])

test('while one process runs a task another is told so, and changes nothing', async () => {
  await using place = await waiting()
  const { ws, task, go, started } = place
  const first = resume(ws, task)
  await started()
  const second = await resume(ws, task)
  expect([second.exit, codeOf(second)]).toEqual([4, 'task-running'])
  expect((await ws.call('engine.task-show', { task })).status).toBe('running')
  await go()
  expect((await first).exit).toBe(0)
  expect(git(ws, 'log', '--format=%s')).toBe('round\nfirst\n')
})

test('cancelled from another process it stops what it does, records it, and is gone on with later', async () => {
  await using place = await waiting()
  const { ws, task, go, started } = place
  const first = resume(ws, task)
  await started()
  expect((await ws.cli(['task', 'cancel', task])).exit).toBe(0)
  const stopped = await first
  expect([stopped.exit, codeOf(stopped)]).toEqual([130, 'cancelled'])
  expect(git(ws, 'log', '--format=%s')).toBe('first\n')
  expect(await ws.call('engine.task-show', { task })).toMatchObject({ status: 'cancelled' })
  await go()
  expect((await resume(ws, task)).exit).toBe(0)
  expect(git(ws, 'log', '--format=%s')).toBe('round\nfirst\n')
  expect(await ws.file('after.txt').exists()).toBe(true)
})
