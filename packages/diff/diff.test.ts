import { expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { diffLines, unifiedDiff } from './index.ts'

// Few different lines, so that texts share some; with and without a last line break.
const text = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', 'c', '', '-x', '+y', '@@ z'), { maxLength: 40 }), fc.boolean())
  .map(([lines, broken]) => lines.join('\n') + (broken && lines.length > 0 ? '\n' : ''))

const side = (before: string, after: string, not: 'removed' | 'added') =>
  diffLines(before, after)
    .filter(({ kind }) => kind !== not)
    .map((line) => line.text)
    .join('')

test('a comparison holds both texts, whatever they are', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(side(before, after, 'added')).toBe(before)
      expect(side(before, after, 'removed')).toBe(after)
    }),
  )
})

/** The length of a longest common subsequence, by the textbook table. */
const longestCommon = (a: readonly string[], b: readonly string[]): number => {
  let row = Array.from({ length: b.length + 1 }, () => 0)
  for (const left of a) {
    const next = [0]
    b.forEach((right, j) => next.push(left === right ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0)))
    row = next
  }
  return row[b.length] ?? 0
}

test('a comparison keeps as many equal lines as can be kept', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = (whole: string) => diffLines(whole, '').map((line) => line.text)
      const same = diffLines(before, after).filter(({ kind }) => kind === 'same').length
      expect(same).toBe(longestCommon(lines(before), lines(after)))
    }),
  )
})

const patch = Bun.which('patch')

const applied = 'the unified diff turns the old file into the new one when patch(1) applies it'

test.skipIf(!patch)(patch ? applied : `${applied} (skipped: patch not found)`, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'nimbus-diff-'))
  try {
    const pairs = fc
      .sample(fc.tuple(text, text), { numRuns: 40, seed: 7 })
      .filter(([before, after]) => before !== after)
    for (const [i, [before, after]] of pairs.entries()) {
      const file = join(directory, `${i}.txt`)
      await writeFile(file, before)
      const diff = unifiedDiff(before, after, { from: file, to: file })
      const child = Bun.spawn([patch ?? '', '--silent', '--output=-', file], {
        stdin: new TextEncoder().encode(diff),
        stdout: 'pipe',
        stderr: 'inherit',
      })
      expect(await child.stdout.text()).toBe(after)
      expect(await child.exited).toBe(0)
    }
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('a change is shown with three lines around it and its line numbers', () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i + 1}\n`).join('')
  const diff = unifiedDiff(before, before.replace('line 10\n', 'line ten\n'), { from: 'a', to: 'b' })
  expect(diff.split('\n')).toEqual([
    '--- a',
    '+++ b',
    '@@ -7,7 +7,7 @@',
    ' line 7',
    ' line 8',
    ' line 9',
    '-line 10',
    '+line ten',
    ' line 11',
    ' line 12',
    ' line 13',
    '',
  ])
})

test('a missing line break at the end is said, and equal texts have no diff', () => {
  expect(unifiedDiff('a\n', 'a', { from: 'x', to: 'x' })).toContain('+a\n\\ No newline at end of file\n')
  expect(unifiedDiff('a', 'a', { from: 'x', to: 'x' })).toBe('')
})

test('a long diff is cut where asked and says how much is missing', () => {
  const long = Array.from({ length: 100 }, (_, i) => `${i}\n`).join('')
  const diff = unifiedDiff('', long, { from: '/dev/null', to: 'x', mostLines: 10 })
  expect(diff.split('\n')).toHaveLength(12)
  expect(diff).toContain('… 93 more lines')
})

test('two entirely different files of 50,000 lines are compared in no time', () => {
  const lines = (word: string) => Array.from({ length: 50_000 }, (_, i) => `${word}${i}\n`).join('')
  const started = performance.now()
  const result = diffLines(lines('a'), lines('b'))
  expect(result).toHaveLength(100_000)
  expect(performance.now() - started).toBeLessThan(10_000)
})
