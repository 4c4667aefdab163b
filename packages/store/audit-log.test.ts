import { expect, test } from 'bun:test'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { Store } from './open-store.ts'
import { onEachDatabase, type Place } from './test-places.ts'

const fill = async (store: Store, count: number): Promise<void> => {
  for (let n = 1; n <= count; n += 1)
    await store.audit.append({
      tenant: n % 2 ? 'local' : 'other',
      principal: 'ana',
      action: 'test.note',
      subject: `thing ${n}`,
      detail: { n, b: 'ü', a: [null, { z: 1, y: 2 }] },
    })
}

/** A store whose chain of entries was written, checkpoint included, and then meddled with. */
const meddled = async (here: Place, count: number, ...statements: string[]) => {
  const writer = await here.open()
  await fill(writer, count)
  await writer.close()
  for (const statement of statements) await here.meddle(statement)
  return here.open()
}

onEachDatabase('the audit chain', (place) => {
  test('verifies when nobody touched it, and lists a tenant newest first', async () => {
    await using here = await place()
    const store = await meddled(here, 5)

    expect(await store.audit.verify()).toEqual({ entries: 5, intact: true, checkpoint: 'matches' })
    expect((await store.audit.list('local', 2)).map(({ subject }) => subject)).toEqual(['thing 5', 'thing 3'])
    expect((await store.audit.list('local', 1))[0]?.detail).toEqual({ n: 5, b: 'ü', a: [null, { z: 1, y: 2 }] })
  })

  for (const [column, value] of [
    ['detail', '{}'],
    ['tenant', 'mallory'],
    ['principal', 'mallory'],
    ['action', 'nothing'],
    ['subject', 'else'],
    ['at', '2020-01-01T00:00:00.000Z'],
    ['hash', 'f'.repeat(64)],
  ])
    test(`finds an edited ${column}`, async () => {
      await using here = await place()
      const store = await meddled(here, 5, `UPDATE audit SET ${column} = '${value}' WHERE seq = 3`)

      expect(await store.audit.verify()).toMatchObject({ intact: false, brokenAt: 3 })
    })

  test('finds an entry that was taken out', async () => {
    await using here = await place()
    const store = await meddled(here, 5, 'DELETE FROM audit WHERE seq = 2')

    expect(await store.audit.verify()).toMatchObject({ entries: 4, intact: false, brokenAt: 3 })
  })

  test('finds an entry that was taken out with the numbers closed up', async () => {
    await using here = await place()
    const store = await meddled(
      here,
      5,
      'DELETE FROM audit WHERE seq = 2',
      'UPDATE audit SET seq = 2 WHERE seq = 3',
      'UPDATE audit SET seq = 3 WHERE seq = 4',
    )

    expect(await store.audit.verify()).toMatchObject({ intact: false, brokenAt: 2 })
  })

  test('finds two entries that changed places', async () => {
    await using here = await place()
    const store = await meddled(
      here,
      5,
      'UPDATE audit SET seq = 99 WHERE seq = 2',
      'UPDATE audit SET seq = 2 WHERE seq = 4',
      'UPDATE audit SET seq = 4 WHERE seq = 99',
    )

    expect(await store.audit.verify()).toMatchObject({ intact: false, brokenAt: 2 })
  })

  test('finds an end that was cut off, also after more has been appended', async () => {
    await using here = await place()
    const store = await meddled(
      here,
      5,
      'DELETE FROM audit WHERE seq > 3',
      'UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit WHERE seq = 3)',
    )

    const report = await store.audit.verify()
    expect(report).toMatchObject({ entries: 3, intact: false, checkpoint: 'differs' })
    expect(report.truncated).toContain('ends at entry 3')

    await fill(store, 6)
    await store.close()
    const again = await here.open()
    expect(await again.audit.verify()).toMatchObject({ intact: false, checkpoint: 'differs' })
  })

  test('finds everything gone', async () => {
    await using here = await place()
    const store = await meddled(here, 5, 'DELETE FROM audit', `UPDATE audit_head SET seq = 0, hash = ''`)

    expect(await store.audit.verify()).toMatchObject({ entries: 0, intact: false, checkpoint: 'differs' })
  })

  test('never signs ahead of what is committed, and follows at close', async () => {
    await using here = await place()
    const store = await here.open()
    expect(JSON.parse(readFileSync(here.checkpoint, 'utf8')).seq).toBe(0)
    expect(statSync(here.checkpoint).mode & 0o777).toBe(0o600)
    await fill(store, 3)
    expect(JSON.parse(readFileSync(here.checkpoint, 'utf8')).seq).toBeLessThanOrEqual(3)
    await store.close()

    expect(JSON.parse(readFileSync(here.checkpoint, 'utf8')).seq).toBe(3)
  })

  test('tells a forged or unreadable checkpoint from one that matches, and leaves it as evidence', async () => {
    await using here = await place()
    const store = await meddled(here, 3)
    const signed = JSON.parse(readFileSync(here.checkpoint, 'utf8'))

    writeFileSync(here.checkpoint, JSON.stringify({ ...signed, seq: 2 }))
    expect((await store.audit.verify()).checkpoint).toBe('differs')
    writeFileSync(here.checkpoint, 'not json')
    expect((await store.audit.verify()).checkpoint).toBe('unreadable')
    await fill(store, 1)
    await store.close()

    expect(readFileSync(here.checkpoint, 'utf8')).toBe('not json')
  })

  test('says in the chain that a checkpoint had gone missing', async () => {
    await using here = await place()
    const store = await meddled(here, 3)
    rmSync(here.checkpoint)
    expect((await store.audit.verify()).checkpoint).toBe('absent')
    await store.close()
    const next = await here.open()

    expect(existsSync(here.checkpoint)).toBe(true)
    expect((await next.audit.list('nimbus', 1))[0]).toMatchObject({
      action: 'audit.checkpoint-missing',
      detail: { seq: 3 },
    })
    expect(await next.audit.verify()).toMatchObject({ intact: true, checkpoint: 'matches' })
  })

  test('takes a checkpoint signed with another key for no match', async () => {
    await using here = await place()
    await meddled(here, 3)
    const store = await here.open({ key: new Uint8Array(32).fill(9) })

    expect((await store.audit.verify()).checkpoint).toBe('differs')
  })
})
