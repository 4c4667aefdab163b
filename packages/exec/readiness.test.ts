import { expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { processOf } from '@nimbus/store'
import { failure } from '@nimbus/testkit/failure'
import { forever, place, program, sh } from './test-processes.ts'

setDefaultTimeout(20_000)

test('a process is ready when its port answers, and a port in use is never taken for it', async () => {
  await using here = await place()
  const free = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('first') })
  const port = free.port ?? 0
  const serve = ['-e', `Bun.serve({ port: ${port}, hostname: '127.0.0.1', fetch: () => new Response('second') })`]
  const options = { name: 'web', ready: { port } }
  expect(await failure(here.processes.start(program('bun'), serve, options))).toMatchObject({ code: 'port-taken' })
  expect(await here.processes.list()).toEqual([])

  await free.stop(true)
  const { address } = await here.processes.start(program('bun'), serve, options)
  expect(await (await fetch(`http://${address}`)).text()).toBe('second')
})

test('what ends before it is ready, or does not get ready in time, leaves its last words and nothing else', async () => {
  await using here = await place()
  const line = { line: /never/ }
  const ended = here.processes.start(sh, ['-c', 'echo no licence >&2; exit 3'], { name: 'web', ready: line })
  expect(await failure(ended)).toMatchObject({ code: 'process-ended', why: 'no licence', exit: 1 })
  const slow = here.processes.start(sh, forever, { name: 'web', ready: { ...line, withinMs: 200 } })
  expect(await failure(slow)).toMatchObject({ code: 'process-not-ready', why: 'up', exit: 1 })

  expect(await here.processes.list()).toEqual([])
  expect(readdirSync(join(here.folder, 'processes'))).toEqual([])
})

test('a call that is cancelled while its process gets ready leaves nothing running', async () => {
  await using here = await place()
  const stop = new AbortController()
  const starting = failure(here.of('demo', stop.signal).start(sh, forever, { name: 'web', ready: { line: /never/ } }))
  let found = await here.processes.get('web')
  while (found?.pid === undefined) found = await here.processes.get('web')
  expect(found.state).toBe('starting')
  stop.abort()

  expect(await starting).toMatchObject({ code: 'cancelled', exit: 130 })
  expect(processOf(found.pid)).toBeUndefined()
  expect(await here.processes.list()).toEqual([])
})
