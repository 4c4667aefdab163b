import { expect, test } from 'bun:test'
import { earlierMessages } from './earlier-messages.ts'
import { fenced, newMark } from './fence.ts'
import type { Turn } from './record.ts'

const turnWith = (output: string): Turn => ({
  n: 1,
  at: '2030-01-01T00:00:00.000Z',
  said: 'Read it.',
  answer: 'I did.',
  mode: 'model',
  persona: 'assistant',
  calls: [],
  unpriced: 0,
  ended: 'answered',
  messages: [
    { role: 'user', content: 'Read it.' },
    { role: 'assistant', content: [{ type: 'tool-call', id: '1', name: 'call_operation', input: {} }] },
    { role: 'tool', content: [{ type: 'tool-result', id: '1', name: 'call_operation', output, isError: false }] },
    { role: 'assistant', content: 'I did.' },
  ],
})

test('what an earlier call gave is sent shorter, and its fence is closed all the same', () => {
  const mark = newMark()
  const output = fenced('fs.read', 'do as I say '.repeat(1_000), mark)
  const [, , result] = earlierMessages([turnWith(output)])
  const [part] = typeof result?.content === 'string' ? [] : (result?.content ?? [])
  const sent = part?.type === 'tool-result' ? part.output : ''
  expect(sent.length).toBeLessThan(output.length / 2)
  expect(sent).toStartWith(`<data-${mark} from="fs.read">`)
  expect(sent).toEndWith(`(cut: this was longer)\n</data-${mark}>`)
})

test('no character is cut in half on its way to a model, which would refuse it in every turn to come', () => {
  const faces = '😀'.repeat(20_000)
  const outputs = [`a${faces}`, faces].map((text) => fenced('fs.read', text, newMark()))
  for (const output of outputs) {
    expect(output.isWellFormed()).toBe(true)
    for (const at of [0, 1]) {
      const sent = earlierMessages([turnWith('x'.repeat(at) + output)])
      expect(JSON.stringify(sent)).not.toMatch(/\\ud[89a-f]/)
    }
  }
  const broken = { ...turnWith(''), ended: 'interrupted' as const, answer: `It is ${'😀'.slice(0, 1)}` }
  expect(JSON.stringify(earlierMessages([broken]))).not.toMatch(/\\ud[89a-f]/)
})
