import { expect, test } from 'bun:test'
import type { Owner } from './owner.ts'
import { isDead, thisProcess } from './owner.ts'
import { anEnd, aRun, onEachDatabase } from './test-places.ts'

/** A process that has really run and really ended. */
const ended = async (): Promise<Owner> => {
  const child = Bun.spawn([process.execPath, '-e', 'await Bun.stdin.text()'], { stdin: 'pipe' })
  const owner = { ...thisProcess(), pid: child.pid, startTime: '1' }
  child.kill('SIGKILL')
  await child.exited
  return owner
}

onEachDatabase('interrupted runs', (place) => {
  test('a run of a living neighbour is running, whoever looks', async () => {
    await using here = await place()
    const child = Bun.spawn([process.execPath, '-e', 'await Bun.stdin.text()'], { stdin: 'pipe' })
    const neighbour = { ...thisProcess(), pid: child.pid, startTime: startTimeOf(child.pid) }
    const [writer, reader] = [await here.open({ owner: neighbour }), await here.open()]
    const run = aRun()
    await writer.journal.begin(run)

    expect((await reader.journal.get(run.id, 'local'))?.outcome).toBe('running')
    expect(await reader.sweep()).toBe(0)

    child.kill('SIGKILL')
    await child.exited
    expect((await reader.journal.get(run.id, 'local'))?.outcome).toBe('interrupted')
  })

  test('a run of a process that has ended is interrupted, in get, find and list', async () => {
    await using here = await place()
    const [writer, reader] = [await here.open({ owner: await ended() }), await here.open()]
    const [run, own] = [aRun(), aRun()]
    await writer.journal.begin(run)
    await reader.journal.begin(own)
    const ids = async (outcome: string) =>
      (await reader.journal.list({ tenant: 'local', outcome, limit: 10 })).map(({ id }) => id)

    expect((await reader.journal.get(run.id, 'local'))?.outcome).toBe('interrupted')
    expect((await reader.journal.find(run.id, 'local'))[0]?.outcome).toBe('interrupted')
    expect(await ids('interrupted')).toEqual([run.id])
    expect(await ids('running')).toEqual([own.id])
  })

  test('a sweep records it with an audit entry exactly once, also when many sweep at once', async () => {
    await using here = await place()
    const writer = await here.open({ owner: await ended() })
    const runs = [aRun(), aRun(), aRun()]
    for (const run of runs) await writer.journal.begin(run)
    const sweepers = await Promise.all([1, 2, 3, 4].map(() => here.open()))

    const counts = await Promise.all(sweepers.map((store) => store.sweep()))

    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3)
    const [first] = sweepers
    const entries = (await first?.audit.list('local', 20)) ?? []
    const marked = entries.filter(({ action }) => action === 'run.interrupted').map(({ subject }) => subject)
    expect(marked.sort()).toEqual(runs.map(({ id }) => id).sort())
    expect((await first?.audit.verify())?.intact).toBe(true)
  })

  test('a process on another host that was idle for long is alive from its next run on', async () => {
    await using here = await place()
    const [writer, reader] = [await here.open({ owner: { ...thisProcess(), host: 'far' } }), await here.open()]
    const [first, second] = [aRun(), aRun()]
    await writer.journal.begin(first)
    await writer.journal.end(first.id, anEnd(first))
    here.clock.forward(60 * 60 * 1000)
    await writer.journal.begin(second)
    expect(await reader.sweep()).toBe(0)
    expect((await reader.journal.get(second.id, 'local'))?.outcome).toBe('running')
  })

  test('a process on another host is taken to live until its lease runs out', async () => {
    await using here = await place()
    const [writer, reader] = [await here.open({ owner: { ...thisProcess(), host: 'far' } }), await here.open()]
    const run = aRun()
    await writer.journal.begin(run)

    here.clock.forward(89_000)
    expect((await reader.journal.get(run.id, 'local'))?.outcome).toBe('running')
    here.clock.forward(2_000)
    expect((await reader.journal.get(run.id, 'local'))?.outcome).toBe('interrupted')
  })

  test('a run that was given up too early still gets its real end', async () => {
    await using here = await place()
    const [writer, reader] = [await here.open({ owner: { ...thisProcess(), host: 'far' } }), await here.open()]
    const run = aRun()
    await writer.journal.begin(run)
    here.clock.forward(100_000)
    await reader.sweep()

    await writer.journal.end(run.id, anEnd(run))
    expect((await reader.journal.get(run.id, 'local'))?.outcome).toBe('done')
  })
})

const startTimeOf = (pid: number): string => {
  const { stdout } = Bun.spawnSync(['sh', '-c', `cut -d' ' -f22 /proc/${pid}/stat 2>/dev/null`])
  const fromProc = stdout.toString().trim()
  if (fromProc !== '') return fromProc
  return Bun.spawnSync(['ps', '-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } })
    .stdout.toString()
    .trim()
}

const later = '2100-01-01T00:00:00.000Z'

test('this process is alive by its own description', () => {
  const here = thisProcess()
  expect(isDead(here, '', here, later)).toBe(false)
})

test('the same pid with another start time, or from another boot, is another process', () => {
  const here = thisProcess()
  expect(isDead({ ...here, startTime: '1' }, later, here, '')).toBe(true)
  expect(isDead({ ...here, bootId: 'earlier' }, later, here, '')).toBe(true)
})
