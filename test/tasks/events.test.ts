import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readLines } from '@nimbus/surfaces/read-lines'
import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { type NimbusServer, nimbusServer } from '../surfaces/nimbus-server.ts'

const token = 'token-of-the-task-test'
const authorization = `Bearer ${token}`

let place: TestWorkspace
let server: NimbusServer

beforeAll(async () => {
  place = await workspace({}, { env: { NIMBUS_TOKEN: token } })
  server = await nimbusServer(place)
}, 60_000)
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await place[Symbol.asyncDispose]()
})

const post = (path: string, body: unknown, accept = 'application/json') =>
  fetch(new URL(path, server.url), {
    method: 'POST',
    headers: { authorization, accept, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

let files = 0
const approvedPlan = async (): Promise<string> => {
  files += 1
  const write = (id: string) => ({ id, operation: 'fs.write', input: { file: `${files}-${id}.txt`, content: id } })
  const steps = [write('1'), { ...write('2'), dependsOn: ['1'] }]
  const { id } = await place.call('nimbus.plan-save', { document: { steps } })
  await place.call('nimbus.approve', { plan: id })
  return id
}

interface Answer {
  data: { id: string; status: string; events: unknown[] }
}

const readyTask = async (): Promise<string> => {
  const made = (await (await post('/api/core/tasks', { plan: await approvedPlan() })).json()) as Answer
  expect(made.data.status).toBe('ready')
  return made.data.id
}

const wholeTask = [
  ['1', 'running'],
  ['1', 'done'],
  ['2', 'running'],
  ['2', 'done'],
  [undefined, 'done'],
]

test('a task is made, executed, looked at and judged over its promised routes', async () => {
  const task = await readyTask()
  const done = (await (await post(`/api/core/tasks/${task}/execute`, {})).json()) as Answer
  expect(done.data).toMatchObject({ id: task, status: 'done', verdict: 'achieved' })
  const get = async (path: string) =>
    ((await (await fetch(new URL(path, server.url), { headers: { authorization } })).json()) as Answer).data
  expect(await get(`/api/core/tasks/${task}`)).toMatchObject({ id: task, status: 'done' })
  expect((await get(`/api/core/tasks/${task}/events?after=4`)).events).toHaveLength(1)
  expect(await get('/api/core/statistics')).toMatchObject({ verdicts: { achieved: 1 } })
  const judged = (await (await post('/api/core/safety/post-check', { task })).json()) as Answer
  expect(judged.data).toMatchObject({ allowed: true })
})

test('the short form takes the id of a plan and answers with the status of its result', async () => {
  const planId = await approvedPlan()
  const first = await post('/api/core/execute', { planId })
  expect([first.status, await first.json()]).toMatchObject([
    200,
    { result: { status: 'success', data: { plan: planId } } },
  ])
  const second = await post('/api/core/execute', { planId })
  expect([second.status, await second.json()]).toMatchObject([
    403,
    { result: { status: 'failed', error: { code: 'plan-used' } } },
  ])
  const none = await post('/api/core/execute', {})
  expect([none.status, await none.json()]).toMatchObject([
    422,
    { result: { error: { code: 'invalid-input', at: 'planId' } } },
  ])
})

test('what happens to a task is followed as server-sent events while another process runs it', async () => {
  const task = await readyTask()
  const stream = await fetch(new URL(`/api/core/tasks/${task}/events?follow=true`, server.url), {
    headers: { authorization, accept: 'text/event-stream' },
  })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  const executed = place.cli(['task', 'execute', task])
  const seen: unknown[] = []
  let type = ''
  for await (const line of readLines(stream.body as ReadableStream<Uint8Array>)) {
    if (line.startsWith('event: ')) type = line.slice('event: '.length)
    if (type !== 'chunk' || !line.startsWith('data: ')) continue
    const { data } = JSON.parse(line.slice('data: '.length)) as { data: { step?: string; status: string } }
    seen.push([data.step, data.status])
  }
  expect(seen).toEqual(wholeTask)
  expect((await executed).exit).toBe(0)
})

test('and on the socket of the stream port of the engine', async () => {
  const task = await readyTask()
  const socket = new WebSocket(server.streams.engine ?? '', { headers: { authorization } })
  const seen: unknown[] = []
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  socket.onopen = () =>
    socket.send(
      JSON.stringify({ type: 'call', id: '1', operation: 'engine.task-events', input: { task, follow: true } }),
    )
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as {
      type: string
      event?: { type: string; data: { step?: string; status: string } }
    }
    if (message.event?.type === 'chunk') seen.push([message.event.data.step, message.event.data.status])
    if (message.type === 'envelope') resolve(message)
    if (message.type === 'error') reject(new Error(String(data)))
  }
  await post(`/api/core/tasks/${task}/execute`, {})
  expect(await promise).toMatchObject({ envelope: { outcome: 'done' } })
  socket.close()
  expect(seen).toEqual(wholeTask)
})
