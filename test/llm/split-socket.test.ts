import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server/server'
import { splitServer } from '../surfaces/split-server.ts'
import { openSocket } from './socket.ts'

test('a service in a process of its own streams on its own socket, and the whole is stopped together', async () => {
  await using models = await modelServer()
  const token = 'token-of-the-split-test'
  await using place = await workspace({}, { env: { ...models.env, NIMBUS_TOKEN: token } })
  await using server = await splitServer(place, ['llm'])

  models.script({ text: ['It ', 'works.'], usage: { input: 10, output: 6 } })
  {
    using socket = await openSocket(`ws://127.0.0.1:${server.streamPort}/stream`, token)
    const messages = [{ role: 'user', content: 'Hello' }]
    socket.send({ type: 'stream', payload: { messages, config: { model: 'gpt-6-luna' } } })
    expect(await socket.next()).toEqual({ type: 'chunk', data: 'It ' })
    expect(await socket.next()).toEqual({ type: 'chunk', data: 'works.' })
    expect(await socket.next()).toMatchObject({ type: 'done', text: 'It works.', usage: { input: 10, output: 6 } })
  }
  expect(await server.stop()).toBe(0)
  expect(await fetch(`http://127.0.0.1:${server.port}/health`).catch(() => 'gone')).toBe('gone')
  const { rows } = await place.call('llm.stats', { by: 'model' })
  expect(rows).toMatchObject([{ keys: { model: 'gpt-6-luna' }, usage: { calls: 1, input: 10, output: 6 } }])
}, 60_000)
