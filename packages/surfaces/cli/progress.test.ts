import { expect, test } from 'bun:test'
import type { RunEvent } from '@nimbus/kernel'
import { createProgress } from './progress.ts'
import { duration } from './step-tree.ts'
import { styleFor } from './style.ts'

/** Progress on a terminal of a test, with a clock that the test moves. */
const onTerminal = (live: boolean) => {
  let now = 0
  let written = ''
  let n = 0
  const terminal = { write: (text: string) => void (written += text), live, columns: 60, rows: 12 }
  const progress = createProgress(terminal, styleFor(false, {}), { progress: true, commands: true }, () => now)
  const happened = (type: RunEvent['type'], data: unknown): RunEvent => ({ run: 'r_a', n: ++n, at: '', type, data })
  const event = (type: RunEvent['type'], data: unknown) => progress.event(happened(type, data))
  return {
    progress,
    written: () => written,
    wait: (ms: number) => void (now += ms),
    begin: (title: string, depth = 0) => event('step', { title, status: 'started', depth }),
    end: (title: string, ms: number, depth = 0) => event('step', { title, status: 'done', depth, ms }),
    fail: (title: string, ms: number, depth = 0) => event('step', { title, status: 'failed', depth, ms }),
    say: (text: string) => event('progress', { text }),
    program: (argv: string[]) => progress.program(happened('program', { name: 'git', argv })),
  }
}

test('elsewhere than at a terminal every step is a plain line when it begins and when it ends', () => {
  const it = onTerminal(false)
  it.begin('Quick')
  it.end('Quick', 3)
  it.wait(1000)
  it.begin('Plan')
  it.begin('Fetch', 1)
  it.say('3 of 7')
  it.say('3 of 7')
  it.end('Fetch', 1200, 1)
  it.fail('Plan', 12_000)
  it.progress.stop('failed')
  expect(it.written()).toBe('Plan…\nFetch…\n3 of 7\n✓ Fetch  1.2s\n✗ Plan  12s\n')
})

test('a quick command shows nothing', () => {
  const it = onTerminal(true)
  it.begin('Quick')
  it.end('Quick', 3)
  it.progress.stop()
  expect(it.written()).toBe('')
})

/** Waits until something was drawn that says this. */
const drawn = async (it: ReturnType<typeof onTerminal>, text: string) => {
  while (!it.written().includes(text)) await Bun.sleep(5)
}

test('at a terminal the tree moves, and one line stays of what went well', async () => {
  const it = onTerminal(true)
  it.begin('Plan')
  it.begin('Fetch', 1)
  it.end('Fetch', 1200, 1)
  it.begin('Compare', 1)
  it.say('3 of 7')
  it.wait(2000)
  await drawn(it, '3 of 7')
  expect(it.written()).toMatch(/^\S Plan {2}2\.0s\n {2}✓ Fetch {2}1\.2s\n {2}\S Compare {2}2\.0s\n {2}3 of 7/)
  it.end('Compare', 2000, 1)
  it.end('Plan', 3200)
  it.progress.stop()
  expect(it.written()).toEndWith('\r\u001b[3A\u001b[J✓ 3 steps  2.0s\n')
})

test('of a failure the steps stay, down to the one that failed', () => {
  const it = onTerminal(true)
  it.begin('Scan')
  it.begin('Look', 1)
  it.end('Look', 10, 1)
  it.end('Scan', 10)
  it.begin('Write')
  it.begin('Check', 1)
  it.end('Check', 100, 1)
  it.begin('Rename', 1)
  it.fail('Rename', 200, 1)
  it.fail('Write', 300)
  it.progress.stop('failed')
  expect(it.written()).toBe('✓ Scan  0.0s\n✗ Write  0.3s\n  ✓ Check  0.1s\n  ✗ Rename  0.2s\n')
})

test('steps that run side by side each end as themselves', () => {
  const it = onTerminal(true)
  for (const title of ['a', 'b', 'c']) it.begin(title)
  it.end('b', 5)
  it.fail('a', 6)
  it.end('c', 7)
  it.progress.stop('failed')
  expect(it.written()).toBe('✗ a  0.0s\n✓ b  0.0s\n✓ c  0.0s\n')
})

test('while somebody else writes a line nothing is drawn over it', async () => {
  const it = onTerminal(true)
  it.begin('Answer')
  it.wait(1000)
  await drawn(it, 'Answer')
  it.progress.hold(true)
  const before = it.written()
  await Bun.sleep(250)
  it.progress.stop()
  expect(it.written()).toBe(before)
  expect(before).toEndWith('\r\u001b[J')
})

test('while a question stands nothing is drawn over it, whatever goes on beside it', async () => {
  const it = onTerminal(true)
  it.begin('Apply')
  it.wait(1000)
  await drawn(it, 'Apply')
  const goOn = it.progress.pause()
  const before = it.written()
  it.begin('Beside', 1)
  it.progress.hold(false)
  await Bun.sleep(250)
  expect(it.written()).toBe(before)
  goOn()
  await drawn(it, 'Beside')
  it.progress.stop()
})

test('long lines are cut, control characters shown, and no more is drawn than fits', async () => {
  const it = onTerminal(true)
  for (let i = 0; i < 30; i++) it.begin(`step ${i} ${'x'.repeat(80)}\u001b[2J`)
  it.wait(1000)
  await drawn(it, 'step 29')
  const lines = it.written().split('\n')
  expect(lines).toHaveLength(10)
  expect(lines.every((line) => Bun.stringWidth(line) <= 60)).toBe(true)
  expect(it.written()).not.toContain('\u001b[2J')
  it.progress.stop()
})

test('the programs that ran are shown when asked for', () => {
  const it = onTerminal(false)
  it.program(['commit', '--message', 'a b'])
  expect(it.written()).toBe("$ git commit --message 'a b'\n")
})

test.each([
  [0, '0.0s'],
  [1234, '1.2s'],
  [9_960, '10s'],
  [59_400, '59s'],
  [200_000, '3m 20s'],
] as const)('%d ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})
