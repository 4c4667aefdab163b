import { expect, test } from 'bun:test'
import { product, workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server/server'
import { openSocket } from './socket.ts'

/** A port that nobody has at the moment. */
const freePort = async (): Promise<number> => {
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() })
  const { port } = server
  await server.stop(true)
  return port ?? 0
}

test('a service in a process of its own streams on its own socket, and the whole is stopped together', async () => {
  await using models = await modelServer()
  const token = 'token-of-the-split-test'
  await using place = await workspace({}, { env: { ...models.env, NIMBUS_TOKEN: token } })
  const [port, streamPort] = [await freePort(), await freePort()]
  const flags = ['--split', '--port', String(port), '--stream-port', String(streamPort)]
  const server = Bun.spawn([...product().command, 'serve', 'llm', ...flags], {
    cwd: place.path,
    env: place.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  const decoder = new TextDecoder()
  for await (const bytes of server.stderr) {
    said += decoder.decode(bytes, { stream: true })
    if (said.includes('each in its own process')) break
  }
  expect(said).toContain('each in its own process')

  models.script({ text: ['It ', 'works.'], usage: { input: 10, output: 6 } })
  {
    using socket = await openSocket(`ws://127.0.0.1:${streamPort}/stream`, token)
    const messages = [{ role: 'user', content: 'Hello' }]
    socket.send({ type: 'stream', payload: { messages, config: { model: 'gpt-6-luna' } } })
    expect(await socket.next()).toEqual({ type: 'chunk', data: 'It ' })
    expect(await socket.next()).toEqual({ type: 'chunk', data: 'works.' })
    expect(await socket.next()).toMatchObject({ type: 'done', text: 'It works.', usage: { input: 10, output: 6 } })
  }
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  expect(await fetch(`http://127.0.0.1:${port}/health`).catch(() => 'gone')).toBe('gone')
  const { rows } = await place.call('llm.stats', { by: 'model' })
  expect(rows).toMatchObject([{ keys: { model: 'gpt-6-luna' }, usage: { calls: 1, input: 10, output: 6 } }])
}, 60_000)
