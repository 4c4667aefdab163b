import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit/failure'
import fc from 'fast-check'
import { onEachDatabase } from './test-places.ts'

onEachDatabase('documents', (place) => {
  test('are stored with a version that counts up, and deleted', async () => {
    await using here = await place()
    const documents = (await here.open()).documents('state', 'local')

    expect(await documents.put('notes', 'a', { text: 'one' })).toBe(1)
    here.clock.forward(1_000)
    expect(await documents.put('notes', 'a', { text: 'two' })).toBe(2)
    expect(await documents.get('notes', 'a')).toEqual({
      collection: 'notes',
      id: 'a',
      version: 2,
      body: { text: 'two' },
      createdAt: '2026-03-01T12:00:00.000Z',
      updatedAt: '2026-03-01T12:00:01.000Z',
    })
    expect(await documents.delete('notes', 'a')).toBe(true)
    expect(await documents.delete('notes', 'a')).toBe(false)
    expect(await documents.get('notes', 'a')).toBeUndefined()
    expect(await documents.list('notes')).toEqual([])
  })

  test('compare and set: the wrong version is a conflict, 0 means absent', async () => {
    await using here = await place()
    const documents = (await here.open()).documents('state', 'local')

    expect(await failure(documents.put('c', 'x', 1, { ifVersion: 1 }))).toMatchObject({ code: 'conflict', exit: 1 })
    expect(await documents.put('c', 'x', 1, { ifVersion: 0 })).toBe(1)
    expect(await failure(documents.put('c', 'x', 2, { ifVersion: 0 }))).toMatchObject({ code: 'conflict' })
    expect(await documents.put('c', 'x', 2, { ifVersion: 1 })).toBe(2)
    await documents.delete('c', 'x')
    const reborn = await documents.put('c', 'x', 3, { ifVersion: 0 })
    expect(reborn).toBeGreaterThan(2)
  })

  test('many who count at once with compare and set lose no step', async () => {
    await using here = await place()
    const stores = await Promise.all(Array.from({ length: 4 }, () => here.open()))
    const count = async (n: number): Promise<void> => {
      const documents = stores[n % stores.length]?.documents('state', 'local')
      if (!documents) return
      const found = await documents.get('c', 'counter')
      const put = documents.put('c', 'counter', Number(found?.body ?? 0) + 1, { ifVersion: found?.version ?? 0 })
      const again = await put.then(
        () => false,
        (error) => error.data.code === 'conflict',
      )
      if (again) await count(n)
    }
    await Promise.all(Array.from({ length: 20 }, (_, n) => count(n)))

    expect((await stores[0]?.documents('state', 'local').get('c', 'counter'))?.body).toBe(20)
  })

  test('belong to their service and tenant', async () => {
    await using here = await place()
    const store = await here.open()
    await store.documents('state', 'local').put('c', 'x', 1)

    expect(await store.documents('git', 'local').get('c', 'x')).toBeUndefined()
    expect(await store.documents('state', 'other').get('c', 'x')).toBeUndefined()
  })

  test('are listed by prefix in the order of their bytes, also with wildcards and other scripts in their ids', async () => {
    await using here = await place()
    const documents = (await here.open()).documents('state', 'local')
    for (const id of ['b', 'a_1', 'aX1', 'A_1', 'ä', 'a%', 'é😀1', 'é😀2']) await documents.put('c', id, id)
    const ids = async (prefix: string) => (await documents.list('c', { prefix })).map(({ id }) => id)

    expect(await ids('')).toEqual(['A_1', 'a%', 'aX1', 'a_1', 'b', 'ä', 'é😀1', 'é😀2'])
    expect(await ids('a_')).toEqual(['a_1'])
    expect(await ids('é😀')).toEqual(['é😀1', 'é😀2'])
    expect(await documents.list('c', { limit: 2 })).toHaveLength(2)
  })

  test('give back any JSON value', async () => {
    await using here = await place()
    const documents = (await here.open()).documents('state', 'local')
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await documents.put('c', 'any', value)
        expect((await documents.get('c', 'any'))?.body).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 60 },
    )
  })
})
