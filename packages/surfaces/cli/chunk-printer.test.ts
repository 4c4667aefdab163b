import { expect, test } from 'bun:test'
import { createChunkPrinter } from './chunk-printer.ts'

const printing = (options: { json?: boolean; isTerminal?: boolean }, ...chunks: readonly unknown[]) => {
  let written = ''
  const output = { write: (text: string) => void (written += text), isTerminal: options.isTerminal === true }
  const printer = createChunkPrinter(output, { json: options.json === true })
  for (const data of chunks) printer.event({ run: 'r_a', n: 1, at: '', type: 'chunk', data })
  const middle = printer.midLine
  const text = printer.end()
  return { written, middle, text }
}

test('text goes out as it comes, and at a terminal the last line is ended', () => {
  expect(printing({ isTerminal: true }, 'Hel', 'lo')).toEqual({ written: 'Hello\n', middle: true, text: 'Hello\n' })
  expect(printing({}, 'Hel', 'lo')).toEqual({ written: 'Hello', middle: true, text: 'Hello' })
  expect(printing({}, 'Hello\n')).toEqual({ written: 'Hello\n', middle: false, text: 'Hello\n' })
})

test('nothing is printed for nothing', () => {
  expect(printing({})).toEqual({ written: '', middle: false, text: '' })
  expect(printing({}, '')).toEqual({ written: '', middle: false, text: '' })
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
  expect(printing({ isTerminal: true }, 'a\u001b[2Jb').written).toBe('a\\x1b[2Jb\n')
  expect(printing({}, 'a\u001b[2Jb').written).toBe('a\u001b[2Jb')
})
