import { expect, test } from 'bun:test'
import type { Chunk } from '../conversation/chunk.ts'
import { type Block, withChunk } from './block.ts'

const after = (...chunks: readonly Chunk[]) => chunks.reduce<readonly Block[]>(withChunk, [])

test('paragraphs are done as soon as the next one begins, and fenced code stays whole', () => {
  const blocks = after('One\ntwo\n', '\nThree\n\n```\na\n\n', 'b\n```\n\nFour')
  expect(blocks).toEqual([
    { kind: 'answer', text: 'One\ntwo\n\n', open: false },
    { kind: 'answer', text: 'Three\n\n', open: false },
    { kind: 'answer', text: '```\na\n\nb\n```\n\n', open: false },
    { kind: 'answer', text: 'Four', open: true },
  ])
})

test('nothing follows an answer that ends with its paragraph', () => {
  expect(after('```\na\n```\n\n')).toEqual([{ kind: 'answer', text: '```\na\n```\n\n', open: false }])
})

test('a call ends what was said before it, and is completed in its place', () => {
  const started = {
    type: 'call-started',
    n: 1,
    operation: 'fs.read',
    effect: 'read',
    input: 'file=a',
    text: '',
  } as const
  const ended = {
    type: 'call-ended',
    n: 1,
    operation: 'fs.read',
    outcome: 'done',
    run: 'r_1',
    ms: 3,
    detail: 'x',
    text: '',
  } as const
  expect(after('Let me', started, ended, 'Here')).toEqual([
    { kind: 'answer', text: 'Let me', open: false },
    {
      kind: 'call',
      n: 1,
      operation: 'fs.read',
      effect: 'read',
      input: 'file=a',
      outcome: 'done',
      detail: 'x',
      run: 'r_1',
      ms: 3,
    },
    { kind: 'answer', text: 'Here', open: true },
  ])
})
