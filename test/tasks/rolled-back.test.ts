import { expect, test } from 'bun:test'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestWorkspace } from '@nimbus/testkit'
import { snapshot } from '../surfaces/file-tree.ts'
import { git, repository } from './forty-steps.ts'

const stateOf = async (ws: TestWorkspace) => ({
  tree: await snapshot(ws.path, (path) => /^(\.git|\.nimbus)(\/|$)/.test(path)),
  status: git(ws, 'status', '--porcelain=v2', '--branch', '--untracked-files=all'),
  index: git(ws, 'ls-files', '--stage'),
  refs: git(ws, 'show-ref'),
})

/** A repository that somebody works in: something staged, something edited, something untracked, a program. */
const livedIn = async (): Promise<TestWorkspace> => {
  const ws = await repository()
  await ws.write({ 'run.sh': '#!/bin/sh\n', 'crlf.txt': 'one\r\ntwo' })
  await chmod(join(ws.path, 'run.sh'), 0o755)
  git(ws, 'add', '--all')
  git(ws, 'commit', '--quiet', '--message=second')
  await ws.write({ 'main.tf': 'a = 2\n' })
  git(ws, 'add', 'main.tf')
  await ws.write({ 'main.tf': 'a = 3\n', 'untracked.txt': 'mine\n' })
  return ws
}

const steps = [
  { id: 'edit', operation: 'fs.write', input: { file: 'crlf.txt', content: 'one\ntwo\n' } },
  { id: 'new', operation: 'fs.write', input: { file: 'modules/network/new.tf', content: 'b = 1\n' } },
  { id: 'gone', operation: 'fs.remove', input: { file: 'run.sh' } },
  { id: 'stage', operation: 'git.add', input: { paths: ['modules'] }, dependsOn: ['edit', 'new', 'gone'] },
  { id: 'commit', operation: 'git.commit', input: { message: 'x' }, dependsOn: ['stage'] },
  { id: 'branch', operation: 'git.branch-create', input: { name: 'work' }, dependsOn: ['commit'] },
]
const failing = { id: 'lost', operation: 'git.checkout', input: { ref: 'nowhere' }, dependsOn: ['branch'] }

const approved = async (ws: TestWorkspace, document: object): Promise<string> => {
  const { id } = await ws.call('nimbus.plan-save', { document: { ...document } })
  await ws.call('nimbus.approve', { plan: id })
  return id
}

test('a plan that fails and is to be rolled back leaves every byte, the index and all branches as they were', async () => {
  await using ws = await livedIn()
  const before = await stateOf(ws)
  const plan = await approved(ws, { steps: [...steps, failing], onFailure: 'roll-back' })
  const { error } = await ws.invoke('nimbus.apply', { plan })
  expect(error).toMatchObject({ code: 'unknown-revision' })
  expect(error?.why).toContain('everything that was done before it is taken back')
  const { tasks } = await ws.call('engine.task-list', {})
  expect(tasks[0]).toMatchObject({ status: 'rolled-back' })
  const statuses: string[] = tasks[0]?.steps.map(({ status }) => status) ?? []
  expect(statuses).toEqual([...steps.map(() => 'undone'), 'failed'])
  expect(await stateOf(ws)).toEqual(before)
})

test('one that went well is taken back as a whole by undoing the run that applied it', async () => {
  await using ws = await livedIn()
  const before = await stateOf(ws)
  const { run, outcome } = await ws.invoke('nimbus.apply', { plan: await approved(ws, { steps }) })
  expect(outcome).toBe('done')
  expect((await stateOf(ws)).refs).not.toEqual(before.refs)
  const consent = { yes: true, confirm: ['work', 'modules/network/new.tf'] }
  const undone = await ws.invoke('nimbus.undo', { run }, { consent })
  expect(undone.error).toBeUndefined()
  expect(await stateOf(ws)).toEqual(before)
})
