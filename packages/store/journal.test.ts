import { expect, test } from 'bun:test'
import type { RunEvent } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import { thisProcess } from './owner.ts'
import { mostInRow } from './run-events.ts'
import { anEnd, aRun, onEachDatabase } from './test-places.ts'

const event = (run: string, n: number): RunEvent => ({
  run,
  n,
  at: '2026-03-01T12:00:01.000Z',
  type: 'chunk',
  data: { text: `line ${n} \u0000 ✓` },
})

onEachDatabase('the journal', (place) => {
  test('shows a run to another process as soon as it has begun', async () => {
    await using here = await place()
    const run = aRun({ plan: 'p_aaaa', parent: 'r_bbbb', step: '1', task: 't_cccc', session: 's', decision: 'asked' })
    const [one, two] = [await here.open(), await here.open()]

    await one.journal.begin(run)

    expect(await two.journal.get(run.id, 'local')).toEqual({ ...run, outcome: 'running' })
  })

  test('tells which runs with an effect began under a root, nested ones too, and nothing of refusals and others', async () => {
    await using here = await place()
    const [one, two] = [await here.open(), await here.open()]
    const root = aRun({ plan: 'p_aaaa' })
    const nested = aRun({ root: root.id, parent: root.id })
    const refused = aRun({ root: root.id, parent: root.id })
    for (const run of [root, nested, aRun(), aRun({ root: root.id, tenant: 'other' })]) await one.journal.begin(run)
    await one.journal.note(refused, { ...anEnd(refused), outcome: 'denied' }, [])
    await one.journal.flush()
    expect(await two.journal.begun(root.id, 'local')).toEqual([{ id: root.id, plan: 'p_aaaa' }, { id: nested.id }])
    expect(await two.journal.begun(root.id, 'nobody')).toEqual([])
  })

  test('tells how long good runs of some operations took lately, and nothing of others', async () => {
    await using here = await place()
    const { journal } = await here.open()
    const startedAt = '2026-03-01T12:00:00.000Z'
    const took = async (ms: number, changes: Parameters<typeof aRun>[0] = {}, outcome: 'done' | 'failed' = 'done') => {
      const run = aRun({ operation: 'git.add', startedAt, ...changes })
      await journal.begin(run)
      const endedAt = new Date(Date.parse(startedAt) + ms).toISOString()
      await journal.end(run.id, { ...anEnd(run), endedAt, outcome })
    }
    await took(20)
    await took(40)
    await took(900, {}, 'failed')
    await took(901, { tenant: 'other' })
    await took(902, { operation: 'git.status' })
    await journal.begin(aRun({ operation: 'git.add', startedAt }))
    const found = await journal.lasted(['git.add', 'git.commit'], 'local')
    expect(found.toSorted((a, b) => a.ms - b.ms)).toEqual([
      { operation: 'git.add', ms: 20 },
      { operation: 'git.add', ms: 40 },
    ])
    expect(await journal.lasted([], 'local')).toEqual([])
  })

  test('gives back exactly the end that was recorded', async () => {
    await using here = await place()
    const store = await here.open()
    const run = aRun({ input: { text: 'ünï \u0000 "quoted" \\', list: [1, null, true], deep: { a: {} } } })
    const end = { ...anEnd(run), kept: { 'main.tf': 'f'.repeat(64) } }

    await store.journal.begin(run)
    await store.journal.end(run.id, end)

    expect(await store.journal.get(run.id, 'local')).toEqual({ ...run, ...end })
  })

  test('shows what an open run has kept to another process at once, and refuses to keep for any other', async () => {
    await using here = await place()
    const [writer, reader] = [await here.open(), await here.open()]
    const run = aRun()
    await writer.journal.begin(run)
    await writer.journal.keep(run.id, { 'main.tf': 'f'.repeat(64) })

    expect((await reader.journal.get(run.id, 'local'))?.kept).toEqual({ 'main.tf': 'f'.repeat(64) })
    expect(await failure(writer.journal.keep(aRun().id, {}))).toMatchObject({ code: 'run-not-open' })
    await writer.journal.end(run.id, { ...anEnd(run), kept: { 'main.tf': 'e'.repeat(64) } })
    expect((await reader.journal.get(run.id, 'local'))?.kept).toEqual({ 'main.tf': 'e'.repeat(64) })
    expect(await failure(writer.journal.keep(run.id, {}))).toMatchObject({ code: 'run-not-open' })
  })

  test('keeps events in order and gives those after a number', async () => {
    await using here = await place()
    const [writer, reader] = [await here.open(), await here.open()]
    const run = aRun()
    await writer.journal.begin(run)
    await writer.journal.append([event(run.id, 1), event(run.id, 2)])
    await writer.journal.append([event(run.id, 3)])
    await writer.journal.end(run.id, anEnd(run))

    expect(await reader.journal.events(run.id, 0, 10)).toEqual([1, 2, 3].map((n) => event(run.id, n)))
    expect(await reader.journal.events(run.id, 1, 1)).toEqual([event(run.id, 2)])
  })

  test('keeps the events of a read, few or many, in order and gives those after a number', async () => {
    await using here = await place()
    const [writer, reader] = [await here.open(), await here.open()]
    for (const many of [3, mostInRow, mostInRow + 1]) {
      const read = aRun({ effect: 'read' })
      const events = Array.from({ length: many }, (_, i) => event(read.id, i + 1))
      await writer.journal.note(read, anEnd(read), events)
      await writer.journal.flush()

      expect(await reader.journal.events(read.id, 0, 1_000)).toEqual(events)
      expect(await reader.journal.events(read.id, 1, 1)).toEqual(events.slice(1, 2))
      expect(await reader.journal.events(read.id, many, 10)).toEqual([])
    }
  })

  test('shows its own batched events and reads at once, and writes them for others at close', async () => {
    await using here = await place()
    const [writer, reader] = [await here.open(), await here.open()]
    const [read, effect] = [aRun({ effect: 'read', operation: 'git.log' }), aRun()]
    await writer.journal.begin(effect)
    await writer.journal.append([event(effect.id, 1)])
    await writer.journal.note(read, anEnd(read), [event(read.id, 1)])

    expect(await writer.journal.events(effect.id, 0, 10)).toHaveLength(1)
    await writer.close()
    expect((await reader.journal.get(read.id, 'local'))?.outcome).toBe('done')
    expect(await reader.journal.events(read.id, 0, 10)).toEqual([event(read.id, 1)])
  })

  test('leaves the large data of a read out and says how large it was', async () => {
    await using here = await place()
    const store = await here.open()
    const read = aRun({ effect: 'read' })
    await store.journal.note(read, anEnd(read, 'x'.repeat(20_000)), [])

    expect((await store.journal.get(read.id, 'local'))?.envelope?.data).toEqual({ omitted: 20_002 })
  })

  test('finds runs by a prefix, within the tenant', async () => {
    await using here = await place()
    const store = await here.open()
    for (const [id, tenant] of [
      ['r_abcd2', 'local'],
      ['r_abcd3', 'local'],
      ['r_abce2', 'local'],
      ['r_abcd4', 'other'],
    ] as const)
      await store.journal.begin(aRun({ id, tenant }))

    expect((await store.journal.find('r_abcd', 'local')).map(({ id }) => id)).toEqual(['r_abcd2', 'r_abcd3'])
    expect(await store.journal.get('r_abcd4', 'local')).toBeUndefined()
  })

  test('refuses a second run of the same id and an end without a beginning', async () => {
    await using here = await place()
    const store = await here.open()
    const [run, never] = [aRun(), aRun()]
    await store.journal.begin(run)

    expect(await failure(store.journal.begin(run))).toMatchObject({ code: 'run-exists', exit: 1 })
    expect(await failure(store.journal.end(never.id, anEnd(never)))).toMatchObject({ code: 'run-not-open' })
    expect(await failure(store.journal.append([event(never.id, 1)]))).toMatchObject({ code: 'run-not-open' })
    await store.journal.end(run.id, anEnd(run))
    expect(await failure(store.journal.end(run.id, anEnd(run)))).toMatchObject({ code: 'run-not-open' })
  })

  test('begins runs after one that was refused at the very first', async () => {
    await using here = await place()
    const [one, two] = [await here.open(), await here.open({ owner: { ...thisProcess(), pid: 1 } })]
    const [run, next] = [aRun(), aRun()]
    await one.journal.begin(run)
    await failure(two.journal.begin(run))
    await two.journal.begin(next)

    expect((await one.journal.get(next.id, 'local'))?.id).toBe(next.id)
  })

  test('writes begin and end to the audit chain, and an effect that was refused', async () => {
    await using here = await place()
    const store = await here.open()
    const [run, refused, read] = [aRun(), aRun({ effect: 'delete' }), aRun({ effect: 'read' })]
    await store.journal.begin(run)
    await store.journal.end(run.id, anEnd(run))
    await store.journal.note(refused, { ...anEnd(refused), outcome: 'denied' }, [])
    await store.journal.note(read, anEnd(read), [])
    await store.journal.flush()

    const entries = await store.audit.list('local', 10)
    expect(entries.map(({ action, subject, principal }) => [action, subject, principal])).toEqual([
      ['run.refused', refused.id, 'ana'],
      ['run.end', run.id, 'ana'],
      ['run.begin', run.id, 'ana'],
    ])
  })

  test('lists newest first, by every criterion', async () => {
    await using here = await place()
    const store = await here.open()
    const first = aRun({ operation: 'git.commit', startedAt: '2026-03-01T10:00:00.000Z' })
    const second = aRun({
      operation: 'fs.write',
      effect: 'update',
      root: first.id,
      startedAt: '2026-03-01T11:00:00.000Z',
    })
    const third = aRun({ operation: 'fs.read', effect: 'read', startedAt: '2026-03-01T12:00:00.000Z' })
    const elsewhere = aRun({ tenant: 'other' })
    for (const run of [first, second, elsewhere]) await store.journal.begin(run)
    await store.journal.end(first.id, anEnd(first))
    await store.journal.note(third, { ...anEnd(third), outcome: 'negative' }, [])
    const ids = async (query: object) =>
      (await store.journal.list({ tenant: 'local', limit: 10, ...query })).map(({ id }) => id)

    expect(await ids({})).toEqual([third.id, second.id, first.id])
    expect(await ids({ limit: 1 })).toEqual([third.id])
    expect(await ids({ operation: 'git.commit' })).toEqual([first.id])
    expect(await ids({ outcome: 'negative' })).toEqual([third.id])
    expect(await ids({ outcome: 'running' })).toEqual([second.id])
    expect(await ids({ outcome: 'interrupted' })).toEqual([])
    expect(await ids({ effect: 'update' })).toEqual([second.id])
    expect(await ids({ root: first.id })).toEqual([second.id, first.id])
    expect(await ids({ since: '2026-03-01T11:00:00.000Z' })).toEqual([third.id, second.id])
  })

  test('finds runs by the beginnings of words in operation, input and result', async () => {
    await using here = await place()
    const store = await here.open()
    const vpc = aRun({ operation: 'generator.terraform', input: { name: 'Zürich-shop', file: 'envs/dev/main.tf' } })
    const other = aRun({ operation: 'git.commit', input: { message: 'it\'s a "test" AND (OR) NEAR*' } })
    for (const run of [vpc, other]) await store.journal.begin(run)
    await store.journal.end(vpc.id, anEnd(vpc, { resources: ['aws_vpc.main', '10.20.0.0/16'] }))
    const ids = async (text: string) =>
      (await store.journal.list({ tenant: 'local', limit: 10, text })).map(({ id }) => id)

    for (const text of ['zürich', 'ZÜRI', 'terraform shop', 'aws_vpc', '10.20', 'envs/dev', 'Ｓhop'])
      expect([text, await ids(text)]).toEqual([text, [vpc.id]])
    for (const text of ['commit', '"test"', 'AND', "it's", 'near*', 'OR ('])
      expect([text, await ids(text)]).toEqual([text, [other.id]])
    for (const text of ['hop', 'zürich commit', 'absent']) expect([text, await ids(text)]).toEqual([text, []])
    expect(await ids(' ,.! ')).toHaveLength(2)
  })
})
