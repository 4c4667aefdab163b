import { expect, test } from 'bun:test'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Grant } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import { onEachDatabase, sqlitePlace } from './test-places.ts'

onEachDatabase('the other records', (place) => {
  test('grants are listed per tenant and removed by it', async () => {
    await using here = await place()
    const { grants } = await here.open()
    const grant: Grant = {
      id: 'g1',
      tenant: 'local',
      principal: 'ana',
      operation: 'git.*',
      resource: '*',
      effect: 'update',
      grantedBy: 'ben',
      reason: 'trusted with it',
      expires: '2027-01-01T00:00:00.000Z',
    }
    await grants.add(grant)

    expect(await grants.list('local')).toEqual([grant])
    expect(await grants.list('other')).toEqual([])
    expect(await grants.remove('g1', 'other')).toBe(false)
    expect(await grants.remove('g1', 'local')).toBe(true)
    expect(await grants.list('local')).toEqual([])
  })

  test('credentials come back whole, and only their metadata is listed', async () => {
    await using here = await place()
    const credentials = (await here.open()).credentials('local')
    await credentials.set('aws', 'first-secret')
    await credentials.set('aws', 's3cr3t-ü-\u0000')

    expect(await credentials.get('aws')).toBe('s3cr3t-ü-\u0000')
    expect(await credentials.get('none')).toBeUndefined()
    expect(await credentials.list()).toEqual([{ name: 'aws', updatedAt: '2026-03-01T12:00:00.000Z', length: 10 }])
    const [raw] = (await here.meddle('SELECT sealed FROM credentials')) as { sealed: Uint8Array }[]
    expect(Buffer.from(raw?.sealed ?? []).includes('s3cr3t')).toBe(false)
    expect(await credentials.delete('aws')).toBe(true)
    expect(await credentials.delete('aws')).toBe(false)
  })

  test('a credential of one name does not open under another', async () => {
    await using here = await place()
    const credentials = (await here.open()).credentials('local')
    await credentials.set('harmless', 'a-secret')
    await here.meddle(`UPDATE credentials SET name = 'aws'`)

    expect(await failure(credentials.get('aws'))).toMatchObject({ code: 'store-sealed', exit: 1 })
  })

  test('what one tenant has, another has not', async () => {
    await using here = await place()
    const { credentials, resources } = await here.open()
    await credentials('a').set('aws', 'secret-of-a')
    await resources('a').put({ uri: 'x:1', kind: 'x', owner: 'r', state: 'up', detail: {}, updatedAt: 'now' })

    expect(await credentials('b').get('aws')).toBeUndefined()
    expect(await credentials('b').delete('aws')).toBe(false)
    expect(await resources('b').list()).toEqual([])
    expect(await resources('b').delete('x:1')).toBe(false)
    expect(await credentials('a').get('aws')).toBe('secret-of-a')
    expect(await resources('a').get('x:1')).toMatchObject({ state: 'up' })
  })

  test('blobs are found by the SHA-256 of their bytes', async () => {
    await using here = await place()
    const { blobs } = await here.open()
    const bytes = crypto.getRandomValues(new Uint8Array(60_000))
    const hash = await blobs.put(bytes)

    expect(hash).toBe(new Bun.CryptoHasher('sha256').update(bytes).digest('hex'))
    expect(await Promise.all([1, 2, 3].map(() => blobs.put(bytes)))).toEqual([hash, hash, hash])
    expect(await blobs.get(hash)).toEqual(bytes)
    expect(await blobs.get('0'.repeat(64))).toBeUndefined()
    expect(await blobs.get('../../key')).toBeUndefined()
    expect(await blobs.get(await blobs.put(new Uint8Array()))).toEqual(new Uint8Array())
  })

  test('resources are replaced by URI and listed by kind', async () => {
    await using here = await place()
    const resources = (await here.open()).resources('local')
    const one = { uri: 'process:1', kind: 'process', owner: 'ana', state: 'up', detail: { pid: 1 }, updatedAt: 'now' }
    await resources.put(one)
    await resources.put({ ...one, state: 'down', address: 'http://127.0.0.1:1' })
    await resources.put({ ...one, uri: 'container:1', kind: 'container' })

    expect(await resources.get('process:1')).toEqual({ ...one, state: 'down', address: 'http://127.0.0.1:1' })
    expect((await resources.list()).map(({ uri }) => uri)).toEqual(['container:1', 'process:1'])
    expect((await resources.list('process')).map(({ uri }) => uri)).toEqual(['process:1'])
    expect(await resources.delete('process:1')).toBe(true)
    expect(await resources.get('process:1')).toBeUndefined()
  })

  test('of several who replace a resource they all have read, one does', async () => {
    await using here = await place()
    const resources = (await here.open()).resources('local')
    const first = { uri: 'process:1', kind: 'process', owner: 'ana', state: 'up', detail: { n: 0 }, updatedAt: 'now' }
    const tries = [1, 2, 3, 4].map((n) => ({ ...first, address: `127.0.0.1:${n}`, detail: { n } }))

    const made = await Promise.all(tries.map((each) => resources.replace(undefined, each)))
    expect(made.filter(Boolean)).toHaveLength(1)
    const stored = await resources.get(first.uri)
    const replaced = await Promise.all([10, 20].map((n) => resources.replace(stored, { ...first, detail: { n } })))
    expect(replaced.filter(Boolean)).toHaveLength(1)
    expect(await resources.delete(first.uri, stored)).toBe(false)
    expect(await resources.delete(first.uri, await resources.get(first.uri))).toBe(true)
    expect(await resources.list()).toEqual([])
  })

  test('schedules are due in order', async () => {
    await using here = await place()
    const { schedules } = await here.open()
    const call = { operation: 'fs.read', input: { path: 'a' } }
    for (const [id, dueAt] of [
      ['late', '2026-03-03'],
      ['second', '2026-03-02'],
      ['first', '2026-03-01'],
    ] as const)
      await schedules.put({ id, call, dueAt })

    expect(await schedules.due('2026-03-02', 10)).toEqual([
      { id: 'first', call, dueAt: '2026-03-01' },
      { id: 'second', call, dueAt: '2026-03-02' },
    ])
    expect(await schedules.delete('first')).toBe(true)
    expect((await schedules.due('2026-03-02', 10)).map(({ id }) => id)).toEqual(['second'])
  })

  test('health says whether the database answers, without its address', async () => {
    await using here = await place()
    const store = await here.open()
    expect(await store.health()).toEqual([
      { name: 'store', ok: true, detail: expect.stringMatching(/^(sqlite|postgres)$/) },
    ])
    await store.close()
    expect((await store.health())[0]?.ok).toBe(false)
  })
})

test('blob files are private, and one whose bytes were changed is refused', async () => {
  await using here = await sqlitePlace()
  const { blobs } = await here.open()
  const hash = await blobs.put(new TextEncoder().encode('before'))
  const folder = join(here.folder, 'blobs', hash.slice(0, 2))

  expect(readdirSync(folder)).toEqual([hash])
  expect(statSync(join(folder, hash)).mode & 0o777).toBe(0o600)
  writeFileSync(join(folder, hash), 'after')
  expect(await failure(blobs.get(hash))).toMatchObject({ code: 'store-sealed', exit: 1 })
})
