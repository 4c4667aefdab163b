import { expect, test } from 'bun:test'
import type { Chunk } from '../conversation/chunk.ts'
import { gathered } from './gathered.ts'

const call = { type: 'call-started', n: 1, operation: 'fs.read', effect: 'read', input: '', text: '' } as const

test('words of an answer are shown together, before whatever comes after them, and once', () => {
  const shown: Chunk[] = []
  const { take, flush } = gathered((chunk) => shown.push(chunk))
  for (let i = 0; i < 1000; i++) take(`${i} `)
  expect(shown).toEqual([])
  take(call)
  expect(shown).toEqual([Array.from({ length: 1000 }, (_, i) => `${i} `).join(''), call])
  take('the end')
  flush()
  flush()
  expect(shown.slice(2)).toEqual(['the end'])
})

test('what is said is shown while it goes on', async () => {
  const { promise, resolve } = Promise.withResolvers<Chunk>()
  gathered(resolve).take('One')
  expect(await promise).toBe('One')
})
