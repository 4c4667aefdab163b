import { expect, test } from 'bun:test'
import { detect, ground } from '../testing.ts'
import { countLanguages, languages } from './languages.ts'

test('languages are told by their share of lines, and what tools wrote does not count', async () => {
  const { facts } = await detect(languages, {
    'src/a.ts': 'one\n'.repeat(75),
    'src/b.py': 'one\n'.repeat(24),
    'src/c.go': 'one',
    'dist.min.js': 'one\n'.repeat(5000),
    'api.pb.go': 'one\n'.repeat(5000),
    'data.json': 'one\n'.repeat(5000),
  })
  expect(facts).toEqual({ go: 1, python: 24, typescript: 75 })
})

test('files and lines are counted, a last line without an end and an empty file too', async () => {
  await using place = await ground({ 'a.ts': 'x\ny', 'b.ts': '', 'c.TS': 'x\n' })
  const { tree } = await place.look()
  expect(Object.fromEntries(await countLanguages(tree))).toEqual({ typescript: { files: 3, lines: 3, share: 100 } })
})

test('what is binary is no code, whatever it is called', async () => {
  expect(await detect(languages, { 'a.ts': new Uint8Array([120, 0, 10, 10]) })).toEqual({})
})

test('when the time is up it says how far it came', async () => {
  await using place = await ground({ 'a.ts': 'x\n' })
  const { tree } = await place.look({ withinMs: 0 })
  expect((await countLanguages(tree)).size).toBe(0)
  expect(tree.notes.join()).toContain('time was up')
})
