import { expect, test } from 'bun:test'
import { createChunkPrinter } from './chunk-printer.ts'

const printing = (options: { json?: boolean; isTerminal?: boolean }, ...chunks: readonly unknown[]) => {
  let written = ''
  const output = { write: (text: string) => void (written += text), isTerminal: options.isTerminal === true }
  const printer = createChunkPrinter(output, { json: options.json === true })
  for (const data of chunks) printer.event({ run: 'r_a', n: 1, at: '', type: 'chunk', data })
  const middle = printer.midLine
  printer.end()
  return { written, middle, hasSaid: printer.hasSaid }
}

test('text goes out as it comes, and at a terminal the last line is ended', () => {
  expect(printing({ isTerminal: true }, 'Hel', 'lo')).toMatchObject({ written: 'Hello\n', middle: true })
  expect(printing({}, 'Hel', 'lo')).toMatchObject({ written: 'Hello', middle: true })
  expect(printing({}, 'Hello\n')).toMatchObject({ written: 'Hello\n', middle: false })
})

test('nothing is printed for nothing, and nothing has been said by it', () => {
  for (const nothing of [printing({}), printing({}, '')]) {
    expect(nothing).toMatchObject({ written: '', middle: false })
    for (const text of ['', '\n', 'Hello']) expect(nothing.hasSaid(text)).toBe(false)
  }
})

test('a result has been said when the chunks come to it, but for white space at the end', () => {
  const { hasSaid } = printing({}, 'Hel', 'lo ', '\n', ' \ud83d', '\ude00', '\n')
  for (const text of ['Hello \n 😀', 'Hello \n 😀\n\n', '', '\n']) expect([text, hasSaid(text)]).toEqual([text, true])
  for (const text of ['Hello', 'Hello\n 😀', '😀']) expect([text, hasSaid(text)]).toEqual([text, false])
  expect(printing({}, 'Hello').hasSaid('')).toBe(false)
})

test('whatever is not text stands on a line of its own', () => {
  expect(printing({}, 'Let me look', { type: 'tool-call', name: 'read' }).written).toBe(
    'Let me look\n{"type":"tool-call","name":"read"}\n',
  )
  expect(printing({}, { text: 'created' }).written).toBe('created\n')
})

test('with --json every chunk is a line of JSON', () => {
  expect(printing({ json: true }, 'a\nb', { text: 'c' }).written).toBe('"a\\nb"\n{"text":"c"}\n')
})

test('a chunk cannot steer a terminal, and a pipe gets it as it is', () => {
  expect(printing({ isTerminal: true }, 'a\u001b[2Jb').written).toBe('a\\u{1b}[2Jb\n')
  expect(printing({}, 'a\u001b[2Jb').written).toBe('a\u001b[2Jb')
})
