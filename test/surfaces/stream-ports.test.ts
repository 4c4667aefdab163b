import { expect, test } from 'bun:test'
import { everyService } from '@nimbus/surfaces/every-service'
import { product, workspace } from '@nimbus/testkit'
import { streamPlaces } from '../../apps/nimbus/stream-places.ts'
import { nimbusServer } from './nimbus-server.ts'

const token = 'token-of-the-stream-test'
const streaming = product().services.filter(({ stream }) => stream !== undefined)

/** The first message that a socket says to a message. */
const firstAnswer = async (url: string, message: unknown): Promise<unknown> => {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  socket.onopen = () => socket.send(JSON.stringify(message))
  socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)))
  socket.onclose = ({ code }) => reject(new Error(`closed with ${code}`))
  try {
    return await promise
  } finally {
    socket.close()
  }
}

test('nimbus serve listens on a port for the streams of every service that has one', async () => {
  await using place = await workspace({}, { env: { NIMBUS_TOKEN: token } })
  await using server = await nimbusServer(place)
  expect(Object.keys(server.streams)).toEqual(['every service', ...streaming.map(({ name }) => name)])
  const all = server.streams['every service'] ?? ''
  for (const operation of ['fs.list', 'state.config-list'])
    expect(await firstAnswer(all, { type: 'call', operation })).toMatchObject({ type: 'event' })
  for (const { name } of streaming) {
    const said = await firstAnswer(server.streams[name] ?? '', { type: 'cancel', id: 'nothing' })
    expect(said).toMatchObject({ type: 'error', id: 'nothing', error: { code: 'not-running' } })
  }
}, 30_000)

test('by default one process streams at the ports of the inventory', () => {
  expect(streamPlaces([], undefined, undefined)).toEqual([
    { service: everyService, port: 3100 },
    { service: 'engine', port: 3101 },
    { service: 'llm', port: 3102 },
    { service: 'generator', port: 3103 },
  ])
  expect(streamPlaces(['generator', 'fs'], undefined, undefined)).toEqual([{ service: 'generator', port: 3103 }])
})

test('a second server finds the ports of the first one taken', async () => {
  await using place = await workspace()
  await using first = await nimbusServer(place)
  const second = (flags: readonly string[]) => place.cli(['serve', ...flags])
  const { port } = new URL(first.url)
  const main = await second(['--port', port, '--stream-port', '0'])
  expect([main.exit, main.stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)])
  const stream = new URL(first.streams['every service'] ?? '').port
  const other = await second(['--port', '0', '--stream-port', stream])
  expect([other.exit, other.stderr]).toEqual([1, expect.stringContaining(`Port ${stream} is taken`)])
}, 30_000)

test('a stream port that is taken is an error that names it and says what to do', async () => {
  await using place = await workspace()
  using taken = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { exit, stderr } = await place.cli(['serve', '--port', '0', '--stream-port', String(taken.port)])
  expect(exit).toBe(1)
  expect(stderr).toContain(`Port ${taken.port} is taken, which streams every service`)
  expect(stderr).toContain('--stream-port')
}, 30_000)

test.each([
  [['--hostname', ''], 2, '--hostname: there is no address in it'],
  [['--hostname', '203.0.113.9'], 1, '203.0.113.9 is no address of this machine'],
  [['--hostname', 'no.such.name.invalid'], 1, 'no.such.name.invalid is no address of this machine'],
  [['--stream-port', '65535'], 2, '--stream-port: 65535 leaves no ports for 4 listeners'],
  [['--split', '--port', '0'], 2, '--port: with --split it takes the first of several ports'],
  [['--split', '--port', '65535', '--stream-port', '0'], 2, '--port: 65535 leaves no ports for'],
])(
  'a place where nobody can listen is refused in plain words: %j',
  async (flags, exit, said) => {
    await using place = await workspace()
    const base = flags.includes('--split') ? [] : ['--port', '0', '--stream-port', '0']
    const result = await place.cli(['serve', ...base, ...flags])
    expect([result.exit, result.stderr]).toEqual([exit, expect.stringContaining(said)])
    expect(result.stderr).not.toContain('defect')
  },
  30_000,
)

test('nimbus mcp takes no words', async () => {
  await using place = await workspace()
  const { exit, stderr } = await place.cli(['mcp', 'fs'])
  expect([exit, stderr]).toEqual([2, expect.stringContaining('fs is one argument too many')])
}, 30_000)

test.skipIf(process.platform !== 'linux')(
  'a server whose terminal is gone stops like one that is told to',
  async () => {
    await using place = await workspace({}, { env: { NIMBUS_TOKEN: token } })
    await using server = await nimbusServer(place)
    process.kill(server.pid, 'SIGHUP')
    expect(await server.exited).toBe(0)
  },
  30_000,
)
