import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

const root = join(import.meta.dir, '../..')
const log = await Bun.file(join(root, 'examples/usage.jsonl')).text()

describe('the sample log', () => {
  test('is what its script writes, to the byte', async () => {
    const check = Bun.spawn([process.execPath, join(root, 'scripts/generate-usage-log.ts'), '--check'], {
      stderr: 'pipe',
    })
    const said = await check.stderr.text()
    expect(await check.exited, said).toBe(0)
  })

  test('has at least a thousand calls of every difficulty, in less than 700 KB', () => {
    const calls = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { difficulty: string })
    expect(calls.length).toBeGreaterThanOrEqual(1000)
    expect(Buffer.byteLength(log)).toBeLessThan(700_000)
    expect(new Set(calls.map(({ difficulty }) => difficulty))).toEqual(new Set(['simple', 'moderate', 'hard']))
  })
})

test('the cost-optimized template saves 30 to 56 % of it, and keeps the hard tasks', async () => {
  await using place = await workspace({ 'usage.jsonl': log })
  const savings = await place.call('llm.simulate', { log: 'usage.jsonl', template: 'cost-optimized' })
  expect(savings.savedPercent).toBeGreaterThanOrEqual(30)
  expect(savings.savedPercent).toBeLessThanOrEqual(56)
  // What is saved on hard tasks is in neither figure.
  expect(savings.saved).toBe(savings.costNow - savings.costUnderPolicy - savings.hard.downgraded.saved)
  expect(savings.hard.keptPercent).toBeGreaterThanOrEqual(90)
  const { exit, stdout } = await place.cli(['llm', 'simulate', '--log', 'usage.jsonl', '--template', 'cost-optimized'])
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^3\d(\.\d)? % saved on 1200 calls/)
  expect(stdout).toMatch(/hard tasks kept on the large model {2}9\d(\.\d)? %/)
})
