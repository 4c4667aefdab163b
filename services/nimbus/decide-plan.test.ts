import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { failure, workspace } from '@nimbus/testkit'

const steps = [{ id: '1', operation: 'fs.write', input: { file: 'notes.txt', content: 'hello' } }]

test('an effect of which nothing can be seen yet is nobody’s to allow, and apply asks for it', async () => {
  await using ws = await workspace({ 'notes.txt': 'hello' })
  const { plan } = await ws.call('nimbus.plan-save', { document: { steps } })
  expect(plan.decisions).toEqual([
    {
      step: '1',
      decide: 'ask',
      rule: expect.stringContaining('as things are now, it would change nothing'),
      changes: [],
    },
  ])
  expect(plan.preconditions).toHaveProperty(['notes.txt'])
  expect(await failure(ws.call('nimbus.apply', { plan: plan.id }))).toMatchObject({
    code: 'plan-not-approved',
    exit: 3,
  })
})

test('what is printed counts it as an approval, and says approve before apply', async () => {
  await using ws = await workspace()
  spawnSync('git', ['init', '--quiet'], { cwd: ws.path })
  const { stdout } = await ws.cli(['plan', "commit with the message 'hi there'"])
  expect(stdout).toContain('1 step, 0 destructive, cost unknown (no price table), 1 approval\n')
  expect(stdout).toContain('approve and apply it with: nimbus approve p_')
})

test('a read of nothing is still allowed', async () => {
  await using ws = await workspace()
  const look = [{ id: '1', operation: 'nimbus.plan-list', input: {} }]
  const { plan } = await ws.call('nimbus.plan-save', { document: { steps: look } })
  expect(plan.decisions).toMatchObject([{ decide: 'allow' }])
})
