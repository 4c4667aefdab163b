import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { processOf } from '@nimbus/store'
import { failure } from '@nimbus/testkit/failure'
import { createManagedProcesses } from './managed-process.ts'
import { forever, place, program, quietRun, sh } from './test-processes.ts'

setDefaultTimeout(20_000)

interface Reader {
  read(): Promise<{ value?: Uint8Array | undefined }>
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

test('a process that cannot be put on record never begins', async () => {
  await using here = await place()
  const resources = here.store.resources('local')
  const lost = createManagedProcesses({
    env: process.env,
    folder: join(here.folder, 'processes'),
    resources: () => ({ ...resources, replace: async (from, to) => !from && resources.replace(from, to) }),
    now: () => new Date(),
    identify: processOf,
  })('demo', 'local', quietRun, new AbortController().signal)

  const starting = lost.start(sh, ['-c', 'touch began'], { name: 'web', cwd: here.folder })
  expect(await failure(starting)).toMatchObject({ code: 'process-ended' })
  expect(await here.processes.list()).toEqual([])
  expect(existsSync(join(here.folder, 'began'))).toBe(false)
})

test('a name that would leave the folder is refused before anything happens', async () => {
  await using here = await place()
  for (const name of ['', '../web', 'a/b', 'Web', '.hidden', 'x'.repeat(64)])
    expect(await failure(here.processes.start(sh, forever, { name }))).toMatchObject({ code: 'invalid-name', exit: 2 })
  expect(existsSync(join(here.folder, 'processes'))).toBe(false)
})
