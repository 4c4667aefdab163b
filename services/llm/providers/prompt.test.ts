import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Message } from '../conversation/messages.ts'
import { promptOf } from './prompt.ts'

test('puts all instructions into one message at the start', () => {
  const prompt = promptOf([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello' },
    { role: 'system', content: [{ type: 'text', text: 'Answer in German.' }] },
  ])
  expect(prompt).toEqual([
    { role: 'system', content: 'Be brief.\n\nAnswer in German.' },
    { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
  ])
})

test('a user message that brings tool results gives them first', () => {
  const [results, said] = promptOf([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'And now?' },
        { type: 'tool-result', id: '1', name: 'weather', output: 'rain', isError: false },
        { type: 'tool-result', id: '2', name: 'weather', output: { code: 7 }, isError: true },
      ],
    },
  ])
  expect(results).toMatchObject({
    role: 'tool',
    content: [{ output: { type: 'text', value: 'rain' } }, { output: { type: 'error-json', value: { code: 7 } } }],
  })
  expect(said).toMatchObject({ role: 'user', content: [{ text: 'And now?' }] })
})

test('an image is sent as it is, or by its address', () => {
  const image = (data: string): Message => ({
    role: 'user',
    content: [{ type: 'image', mediaType: 'image/png', data }],
  })
  expect(promptOf([image('AAAA')])).toMatchObject([{ content: [{ data: { type: 'data', data: 'AAAA' } }] }])
  expect(promptOf([image('https://example.com/a.png')])).toMatchObject([
    { content: [{ data: { type: 'url', url: new URL('https://example.com/a.png') } }] },
  ])
})

test('loses no text, whatever it is, and keeps its order', () => {
  const said = fc.record({
    role: fc.constantFrom('user' as const, 'assistant' as const),
    content: fc.string({ minLength: 1 }),
  })
  fc.assert(
    fc.property(fc.array(said), (messages) => {
      const back = promptOf(messages).map(({ role, content }) => ({
        role,
        content:
          typeof content === 'string' ? content : content.map((part) => ('text' in part ? part.text : '')).join(''),
      }))
      expect(back as unknown[]).toEqual(messages)
    }),
  )
})
