import { expect, test } from 'bun:test'
import { outcomeOf, type SampleServer, sampleServer } from './sample-server.ts'
import { openSocket } from './sample-socket.ts'

const bearer = { authorization: 'Bearer person-token' }

/** A connection that has shaken hands and does nothing by itself: it neither reads nor answers pings. */
const silentSocket = async (server: SampleServer) => {
  const { hostname, port, host } = new URL(server.url)
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const { promise: open, resolve: opened } = Promise.withResolvers<string>()
  let bytes = 0
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      data(_socket, data) {
        bytes += data.length
        opened(data.toString('latin1'))
      },
      close: () => end(),
    },
  })
  socket.write(
    `GET /api/steps/stream HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer person-token\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  )
  expect(await open).toStartWith('HTTP/1.1 101')
  return { socket, ended, received: () => bytes }
}

test('ends a connection that no longer answers', async () => {
  await using server = sampleServer({ heartbeatMs: 20 })
  const { ended } = await silentSocket(server)
  await ended
})

/** A short text message as a client sends it: masked with zeros. */
const frame = (text: string): Uint8Array => {
  const payload = new TextEncoder().encode(text)
  return new Uint8Array([0x81, 0x80 | payload.length, 0, 0, 0, 0, ...payload])
}

test('cancels the calls of a reader that is too slow, and closes', async () => {
  await using server = sampleServer({ backlog: { most: 64 * 1024, patienceMs: 0 } })
  const { socket, ended } = await silentSocket(server)
  socket.pause()
  socket.write(frame('{"type":"call","operation":"steps.wait","input":{"ms":60000}}'))
  for (let i = 0; i < 30; i++)
    socket.write(frame(`{"type":"call","id":"${i}","operation":"steps.count","input":{"to":10000}}`))
  expect(await outcomeOf(server, 'steps.wait')).toBe('cancelled')
  socket.resume()
  await ended
})

test('a reader that had much thrown at it at once gets all of it, also of a run that it follows', async () => {
  await using server = sampleServer({ backlog: { most: 1000, patienceMs: 60_000 } })
  await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  socket.send({ type: 'call', operation: 'steps.count', input: { to: 10_000 } })
  const called = await socket.until('envelope')
  expect(called).toHaveLength(10_004)
  const { run } = (called.at(-1) as { envelope: { run: string } }).envelope
  socket.send({ type: 'follow', run, after: 0 })
  expect(await socket.until('end')).toHaveLength(10_004)
})
