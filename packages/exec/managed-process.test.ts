import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ManagedProcesses } from '@nimbus/kernel'
import { openStore, processOf, type Store } from '@nimbus/store'
import { failure } from '@nimbus/testkit/failure'
import { createManagedProcesses } from './managed-process.ts'
import { program, quietRun } from './testing.ts'

setDefaultTimeout(20_000)
const sh = program('sh')
const forever = ['-c', 'echo up; exec sleep 300']

interface Reader {
  read(): Promise<{ value?: Uint8Array | undefined }>
}

interface Place extends AsyncDisposable {
  folder: string
  store: Store
  processes: ManagedProcesses
  /** The same, for another service or with another signal. */
  of(service: string, signal?: AbortSignal): ManagedProcesses
  /** Starts another process of ours that starts `web`. */
  starter(how: string): Bun.Subprocess<'pipe', 'pipe', 'inherit'>
}

/** A store of one test's own; what is still running at its end is stopped. */
const place = async (): Promise<Place> => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-processes-'))
  const clock = { now: () => new Date() }
  const store = await openStore({
    url: join(folder, 'nimbus.db'),
    key: new Uint8Array(32).fill(7),
    checkpoint: join(folder, 'checkpoint'),
    clock,
  })
  const bound = createManagedProcesses({
    env: process.env,
    folder: join(folder, 'processes'),
    resources: store.resources,
    now: clock.now,
    identify: processOf,
  })
  const of = (service: string, signal = new AbortController().signal) => bound(service, quietRun, signal)
  const processes = of('demo')
  return {
    folder,
    store,
    processes,
    of,
    starter: (how) =>
      Bun.spawn([process.execPath, join(import.meta.dir, 'sample-starter.ts'), folder, how], {
        stdin: 'pipe',
        stdout: 'pipe',
        stderr: 'inherit',
      }),
    async [Symbol.asyncDispose]() {
      for (const { name, state } of await processes.list()) if (state !== 'unknown') await processes.stop(name)
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Changes what is on record about the process of `web`, as only a reused pid would make it. */
const rewrite = (folder: string, field: string, value: string | number): void => {
  const database = new Database(join(folder, 'nimbus.db'))
  database.run(`UPDATE resources SET detail = json_set(detail, '$.process.${field}', ?)`, [value])
  database.close()
}

const finished = async (child: Bun.Subprocess<'pipe', 'pipe', 'inherit'>): Promise<string> => {
  const text = await new Response(child.stdout).text()
  await child.exited
  return text.trim()
}

/** The next piece of what a process prints. */
const printed = async (reader: Reader): Promise<string> => {
  const { value } = await reader.read()
  return new TextDecoder().decode(value).trim()
}

test('a process is started, found, and stopped; its output is in a file for this user only', async () => {
  await using here = await place()
  const started = await here.processes.start(sh, forever, {
    name: 'web',
    address: '127.0.0.1:1',
    ready: { line: /up/ },
  })

  expect(started).toMatchObject({
    uri: 'process:demo/web',
    state: 'running',
    owner: quietRun.id,
    address: '127.0.0.1:1',
  })
  expect(await here.processes.get('web')).toEqual(started)
  expect(await here.processes.list()).toEqual([started])
  expect(await here.of('other').list()).toEqual([])
  expect(readFileSync(started.log, 'utf8')).toBe('up\n')
  expect(statSync(started.log).mode & 0o777).toBe(0o600)

  expect(await here.processes.stop('web')).toBe(true)
  expect(processOf(started.pid ?? 0)).toBeUndefined()
  expect(await here.processes.get('web')).toBeUndefined()
  expect(existsSync(started.log)).toBe(false)
  expect(await here.processes.stop('web')).toBe(false)
})

test('a process outlives the process that started it, and any other can stop it', async () => {
  await using here = await place()
  const starter = here.starter('and-ends')
  const pid = Number(await finished(starter))

  expect(processOf(starter.pid)).toBeUndefined()
  expect(await here.processes.get('web')).toMatchObject({ pid, state: 'running' })
  expect(await here.processes.stop('web')).toBe(true)
  expect(processOf(pid)).toBeUndefined()
})

test('a starter killed after it registered leaves a record that has ended, and the name is free', async () => {
  await using here = await place()
  await finished(here.starter('killed-registered'))

  const [left] = await here.processes.list()
  expect(left).toMatchObject({ name: 'web', state: 'ended' })
  expect(left?.pid).toBeUndefined()
  expect(await here.processes.start(sh, forever, { name: 'web' })).toMatchObject({ state: 'running' })
})

test('a starter killed when the process is on record leaves nothing running, and the program never began', async () => {
  await using here = await place()
  await finished(here.starter('killed-spawned'))

  const pid = (await here.processes.get('web'))?.pid ?? 0
  while (processOf(pid)) await Bun.sleep(5)
  expect(await here.processes.get('web')).toMatchObject({ pid, state: 'ended' })
  expect(existsSync(join(here.folder, 'began'))).toBe(false)
  expect(await here.processes.stop('web')).toBe(false)
  expect(readdirSync(join(here.folder, 'processes'))).toEqual([])
})

test('of several processes that start one name at once, one does and the others say that it runs', async () => {
  await using here = await place()
  const starters = [1, 2, 3, 4].map(() => here.starter('race'))
  const readers: Reader[] = starters.map(({ stdout }) => stdout.getReader())
  expect(await Promise.all(readers.map(printed))).toEqual(readers.map(() => 'ready'))
  for (const starter of starters) {
    void starter.stdin.write('go\n')
    void starter.stdin.end()
  }
  const said = await Promise.all(readers.map(printed))
  await Promise.all(starters.map(({ exited }) => exited))

  const won = said.filter((text) => /^\d+$/.test(text))
  expect(won).toHaveLength(1)
  for (const text of said)
    if (text !== won[0]) expect(JSON.parse(text)).toMatchObject({ code: 'already-running', exit: 1 })
  expect(await here.processes.get('web')).toMatchObject({ pid: Number(won[0]), state: 'running' })
})

test('a name that is alive is not started again, and free once its process has ended by itself', async () => {
  await using here = await place()
  const { pid = 0, log } = await here.processes.start(sh, ['-c', 'exec sleep 300'], { name: 'web' })
  expect(await failure(here.processes.start(sh, forever, { name: 'web' }))).toMatchObject({
    code: 'already-running',
    exit: 1,
  })

  process.kill(pid, 'SIGKILL')
  while (processOf(pid)) await Bun.sleep(5)
  expect(await here.processes.get('web')).toMatchObject({ state: 'ended', pid })
  expect((await here.processes.start(sh, forever, { name: 'web' })).state).toBe('running')
  expect(existsSync(log)).toBe(false)
})

test('a process that only has the same pid is neither believed nor signalled', async () => {
  await using here = await place()
  const stranger = Bun.spawn(['sleep', '300'], { detached: true })
  await here.processes.start(sh, ['-c', 'exit 0'], { name: 'web' })
  rewrite(here.folder, 'pid', stranger.pid)
  // Both may have started within one tick of the clock, which pids that come round never do.
  rewrite(here.folder, 'startTime', '1')

  expect(await here.processes.get('web')).toMatchObject({ pid: stranger.pid, state: 'ended' })
  expect(await here.processes.stop('web')).toBe(false)
  expect(processOf(stranger.pid)?.pid).toBe(stranger.pid)
  stranger.kill('SIGKILL')
  expect(await stranger.exited).toBe(137)
})

test('a process of an earlier boot has ended; one of another host is unknown and not touched', async () => {
  await using here = await place()
  const { pid = 0 } = await here.processes.start(sh, forever, { name: 'web' })
  const { bootId = '', host = '' } = processOf(pid) ?? {}

  rewrite(here.folder, 'bootId', 'an earlier one')
  expect((await here.processes.get('web'))?.state).toBe('ended')
  rewrite(here.folder, 'bootId', bootId)
  rewrite(here.folder, 'host', 'elsewhere')
  expect((await here.processes.get('web'))?.state).toBe('unknown')
  expect(await failure(here.processes.stop('web'))).toMatchObject({ code: 'process-elsewhere', at: 'elsewhere' })
  expect(await failure(here.processes.start(sh, forever, { name: 'web' }))).toMatchObject({ code: 'already-running' })
  rewrite(here.folder, 'host', host)
  expect((await here.processes.get('web'))?.state).toBe('running')
})

test('a program is interrupted as it declares: the leader alone, however long it takes', async () => {
  await using here = await place()
  const keeper = program('bun', { to: 'leader', saying: 'finishing' })
  const script = `process.on('SIGINT', () => setTimeout(() => process.exit(0), 200)); process.on('SIGTERM', () => {})
    setInterval(() => {}, 1000); console.log('listening at 127.0.0.1:4711')`
  const started = await here.processes.start(keeper, ['-e', script], {
    name: 'keeper',
    ready: { line: /listening at (?<address>\S+)/ },
  })

  expect(started).toMatchObject({ state: 'running', address: '127.0.0.1:4711' })
  const gaveUp = new AbortController()
  gaveUp.abort()
  expect(await failure(here.of('demo', gaveUp.signal).stop('keeper'))).toMatchObject({ code: 'cancelled' })
  expect(await here.processes.stop('keeper')).toBe(true)
  expect(processOf(started.pid ?? 0)).toBeUndefined()
})

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

test('a name that would leave the folder is refused before anything happens', async () => {
  await using here = await place()
  for (const name of ['', '../web', 'a/b', 'Web', '.hidden', 'x'.repeat(64)])
    expect(await failure(here.processes.start(sh, forever, { name }))).toMatchObject({ code: 'invalid-name', exit: 2 })
  expect(existsSync(join(here.folder, 'processes'))).toBe(false)
})
