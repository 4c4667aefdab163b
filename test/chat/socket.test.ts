import { expect, test } from 'bun:test'
import { serve } from '@nimbus/surfaces/http'
import { workspace } from '@nimbus/testkit'
import { loadFronts } from '../../apps/nimbus/open.ts'
import { openSocket } from '../llm/socket.ts'

const token = 'token-of-the-chat-socket'

const opened = async () => {
  const place = await workspace({ 'notes.md': 'rotate the keys' }, { env: { NIMBUS_TOKEN: token } })
  const server = serve(await place.host(), {
    port: 0,
    drainMs: 200,
    streams: [{ service: 'engine', port: 0 }],
    fronts: await loadFronts(['engine']),
  })
  return {
    stream: server.streams.engine ?? '',
    async [Symbol.asyncDispose]() {
      await server.stop()
      await place[Symbol.asyncDispose]()
    },
  }
}

test('what was promised for the stream of the engine is a turn of a conversation', async () => {
  await using it = await opened()
  using socket = await openSocket(it.stream, token)
  const turn = async (payload: object) => {
    socket.send({ type: 'execute', payload })
    const said: Record<string, unknown>[] = []
    do said.push(await socket.next())
    while (said.at(-1)?.type !== 'done')
    return said
  }
  const said = await turn({ input: 'read notes.md' })
  const texts = said.filter(({ type }) => type === 'chunk').map(({ data }) => data)
  expect(texts.join('')).toContain('rotate the keys')
  const progress = said.filter(({ type }) => type === 'progress')
  expect(progress).toContainEqual(expect.objectContaining({ data: expect.objectContaining({ operation: 'fs.read' }) }))
  const { conversation } = said.at(-1) as { conversation: string }
  const again = await turn({ input: 'read notes.md', conversation })
  expect(again.at(-1)).toMatchObject({ type: 'done', conversation, turn: 2 })
})

test('says what is missing and stays open', async () => {
  await using it = await opened()
  using socket = await openSocket(it.stream, token)
  for (const payload of [undefined, {}, { input: 'a', message: 'b' }, { input: 7 }, { input: 'a', bogus: 1 }]) {
    socket.send({ type: 'execute', id: 'x', payload })
    expect(await socket.next()).toMatchObject({ type: 'error', id: 'x', error: { exit: 2 } })
  }
})
