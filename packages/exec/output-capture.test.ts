import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { OutputCapture } from './output-capture.ts'

/** Cuts bytes at the given places, wherever in a character or line they fall. */
const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b)
  return [...at, bytes.length].map((end, i) => bytes.slice(at[i - 1] ?? 0, end))
}

test('gives the same lines however the bytes arrive', () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text))
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), fc.array(fc.nat()), (lines, places) => {
      const heard: string[] = []
      using capture = new OutputCapture({
        keepBytes: 1e6,
        spillDirectory: '',
        redact: (text) => text,
        onLine: (text) => heard.push(text),
      })
      const whole = `${lines.join('\n')}\n`
      for (const bytes of cut(new TextEncoder().encode(whole), places)) capture.push(bytes)
      expect(capture.end().text).toBe(whole)
      expect(heard).toEqual(lines)
    }),
  )
})

test('drops a character that the limit cuts in two', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-cut-'))
  using capture = new OutputCapture({
    keepBytes: 3,
    spillDirectory: folder,
    redact: (text) => text,
    onLine: () => {},
  })
  capture.push(new TextEncoder().encode('aéé'))
  expect(capture.end().text).toBe('aé')
  rmSync(folder, { recursive: true })
})

test('keeps no more than 16 Mi characters of a line that does not end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-endless-'))
  const heard: number[] = []
  const capture = new OutputCapture({
    keepBytes: 3,
    spillDirectory: folder,
    redact: (text) => text,
    onLine: (text) => heard.push(text.length),
  })
  const mebi = 1024 * 1024
  for (let i = 0; i < 40; i++) capture.push(new Uint8Array(mebi).fill(97))
  expect(heard).toEqual([16 * mebi, 16 * mebi])
  const { tail, spilled } = capture.end()
  expect(heard).toEqual([16 * mebi, 16 * mebi, 8 * mebi])
  expect(statSync(spilled ?? '').size).toBe(40 * mebi + 3)
  expect(tail.map((line) => line.length)).toEqual([16_384, 16_384, 16_384])
  capture[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})
