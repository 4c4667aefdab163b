import { expect, test } from 'bun:test'
import { gate } from '@nimbus/testkit/model-server/server'
import { gateway } from './gateway.ts'
import { openSocket } from './socket.ts'

const payload = { messages: [{ role: 'user', content: 'Hello' }], config: { model: 'gpt-6-luna' } }

test('streams chunks and ends with the whole result', async () => {
  await using it = await gateway()
  it.models.script({ text: ['It ', 'works.'], usage: { input: 10, output: 6 } })
  using socket = await openSocket(it.stream, it.token)
  socket.send({ type: 'stream', payload })
  expect(await socket.next()).toEqual({ type: 'chunk', data: 'It ' })
  expect(await socket.next()).toEqual({ type: 'chunk', data: 'works.' })
  expect(await socket.next()).toMatchObject({
    type: 'done',
    text: 'It works.',
    model: 'gpt-6-luna',
    usage: { input: 10, output: 6 },
  })
})

test('cancelling by id stops the request of the provider, and the socket goes on', async () => {
  await using it = await gateway()
  it.models.script({ text: ['It ', 'works.'], fault: { after: 1, kind: 'pause', until: gate() } }, { text: 'Yes.' })
  using socket = await openSocket(`${it.url}/api/llm/stream`, it.token)
  socket.send({ type: 'stream', id: 'one', payload })
  expect(await socket.next()).toEqual({ type: 'chunk', id: 'one', data: 'It ' })
  socket.send({ type: 'cancel', id: 'one' })
  expect(await socket.next()).toMatchObject({ type: 'error', id: 'one', error: { code: 'cancelled' } })
  expect(await (await it.models.chat(0)).ended).toBe('gone')
  socket.send({ type: 'stream', id: 'two', payload })
  expect(await socket.next()).toMatchObject({ type: 'chunk', id: 'two' })
})

test('says what is wrong with a request and stays open', async () => {
  await using it = await gateway()
  using socket = await openSocket(it.stream, it.token)
  socket.send({ type: 'stream', payload: { provider: 'openai' } })
  expect(await socket.next()).toMatchObject({ type: 'error', error: { code: 'invalid-request', at: 'messages' } })
  socket.send({ type: 'stream', payload: { messages: [] } })
  expect(await socket.next()).toMatchObject({ type: 'error', error: { exit: 2 } })
  expect(it.models.chats()).toHaveLength(0)
})
