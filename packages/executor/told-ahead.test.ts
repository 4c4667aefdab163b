import { expect, test } from 'bun:test'
import { leftBy, toldAhead } from './told-ahead.ts'

test('a way back that is told ahead names the run that had the effect, and not the look', () => {
  const look = `r_${'a'.repeat(20)}`
  const run = `r_${'b'.repeat(20)}`
  const ahead = toldAhead({ operation: 'fs.restore', input: { file: 'a.txt', run: look } }, look)
  expect(JSON.stringify(ahead)).not.toContain(look)
  expect(leftBy(ahead, run)).toEqual({ operation: 'fs.restore', input: { file: 'a.txt', run } })
})
