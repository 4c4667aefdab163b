import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Message } from '../conversation/messages.ts'
import { estimateInput, estimateTokens } from './token-estimate.ts'

const user = (content: Message['content']): Message => ({ role: 'user', content })

// Counted with OpenAI's o200k_base, which the models of other vendors are within a third of.
test.each([
  ['The quick brown fox jumps over the lazy dog.', 10],
  ['const total = items.reduce((sum, { price }) => sum + price, 0)', 19],
  ['我喜欢在周末和朋友一起去公园散步。', 14],
])('"%s" is about %i tokens', (text, counted) => {
  const estimated = estimateTokens([user(text)]) - 4
  expect(estimated).toBeGreaterThanOrEqual(counted * 0.6)
  expect(estimated).toBeLessThanOrEqual(counted * 1.6)
})

test('images, tool calls, tools and schemas count', () => {
  const plain = estimateTokens([user('Look')])
  const image = { type: 'image' as const, mediaType: 'image/png', data: 'x'.repeat(100_000) }
  expect(estimateTokens([user([{ type: 'text', text: 'Look' }, image])])).toBe(plain + 1600)
  const tools = [{ name: 'find', description: 'Finds things', inputSchema: { type: 'object' } }]
  expect(estimateInput({ messages: [user('Look')], tools })).toBeGreaterThan(plain)
  expect(estimateInput({ messages: [user('Look')], schema: { type: 'object' } })).toBeGreaterThan(plain)
})

test('more text never takes fewer tokens', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      const [short, long] = [one, one + other].map((text) => estimateTokens([user(text)]))
      expect(long).toBeGreaterThanOrEqual(short ?? 0)
    }),
  )
})
