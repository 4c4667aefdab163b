import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isWithin, realPlace } from './real-place.ts'

const ground = () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nimbus-place-')))
  mkdirSync(join(root, 'in'))
  return { root, at: (name: string) => join(root, name), [Symbol.dispose]: () => rmSync(root, { recursive: true }) }
}

test('links are followed one after the other, to where there is no file yet as well', () => {
  using here = ground()
  symlinkSync('in', here.at('folder'))
  symlinkSync('folder/b', here.at('a'))
  expect(realPlace(here.at('a'))).toBe(here.at('in/b'))
  writeFileSync(here.at('in/b'), '')
  expect(realPlace(here.at('a'))).toBe(here.at('in/b'))
})

test('links that lead round in a circle end', () => {
  using here = ground()
  symlinkSync('b', here.at('a'))
  symlinkSync('a', here.at('b'))
  expect(() => realPlace(here.at('a'))).toThrow('round in a circle')
})

test('a link out of a folder is not in it', () => {
  using here = ground()
  symlinkSync('../outside', here.at('in/link'))
  expect(isWithin(here.at('in/link'), here.at('in'))).toBe(false)
  expect(isWithin(here.at('in/file'), here.at('in'))).toBe(true)
})
