import { expect, test } from 'bun:test'
import type { Provider } from '../config/settings.ts'
import { formats } from '../formats/formats.ts'
import { attempt } from '../providers/attempt.ts'
import { forwardStream } from './forward-stream.ts'

const provider = { name: 'local', type: 'openai-compatible' } as Provider

test('a stream is over with its last word, also where its provider keeps the connection open', async () => {
  const body = { model: 'm', messages: [{ role: 'user', content: 'x' }], stream: true }
  const chunk = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
  let closed = false
  const open = new ReadableStream<Uint8Array>({
    start(controller) {
      const text = `${chunk({ content: 'It runs.' })}${chunk({}, 'stop')}data: [DONE]\n\n`
      controller.enqueue(new TextEncoder().encode(text))
    },
    cancel() {
      closed = true
    },
  })
  const said: string[] = []
  const { heard, closing } = await forwardStream(open, {
    format: formats.openai,
    asked: formats.openai.read(body),
    here: attempt(provider, 'm'),
    heard: () => undefined,
    pass: (text) => said.push(text),
  })
  expect(said.join('')).toContain('It runs.')
  expect({ finish: heard.finish, closing: closing.length, closed }).toEqual({
    finish: 'stop',
    closing: 1,
    closed: true,
  })
})
