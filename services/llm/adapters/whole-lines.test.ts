import { expect, test } from 'bun:test'
import { wholeLines } from './whole-lines.ts'

const passedOf = (...texts: string[]) => {
  const passed: string[] = []
  const lines = wholeLines((text) => passed.push(text))
  for (const text of texts) lines.push(text)
  const before = [...passed]
  lines.end()
  return { before, passed }
}

test('lines are passed on whole, and what is left at the end', () => {
  const { before, passed } = passedOf('to', 'ken=\nab', 'c\nd', 'e')
  expect(before).toEqual(['token=\n', 'abc\n'])
  expect(passed.at(-1)).toBe('de')
})

test('a line without end does not wait in memory for ever', () => {
  const { before, passed } = passedOf(...Array.from({ length: 40 }, () => 'x'.repeat(100_000)))
  expect(before.length).toBeGreaterThan(1)
  expect(passed.join('').length).toBe(4_000_000)
})
