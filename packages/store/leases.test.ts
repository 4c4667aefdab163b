import { expect, test } from 'bun:test'
import { onEachDatabase } from './test-places.ts'

onEachDatabase('leases', (place) => {
  test('one holds it until it expires; the next has a larger token', async () => {
    await using here = await place()
    const { leases } = await here.open()
    const first = await leases.acquire('deploy', 'a', 1_000)

    expect(first).toEqual({ name: 'deploy', owner: 'a', token: 1, expires: '2026-03-01T12:00:01.000Z' })
    expect(await leases.acquire('deploy', 'b', 1_000)).toBeUndefined()
    here.clock.forward(1_000)
    expect((await leases.acquire('deploy', 'b', 1_000))?.token).toBe(2)
  })

  test('is renewed by its holder only, and not once it expired or was taken over', async () => {
    await using here = await place()
    const { leases } = await here.open()
    const first = await leases.acquire('deploy', 'a', 1_000)
    if (!first) throw new Error('the lease was free')

    here.clock.forward(500)
    expect(await leases.renew(first, 1_000)).toEqual({ ...first, expires: '2026-03-01T12:00:01.500Z' })
    expect(await leases.renew({ ...first, owner: 'b' }, 1_000)).toBeUndefined()
    here.clock.forward(1_000)
    expect(await leases.renew(first, 1_000)).toBeUndefined()
    const second = await leases.acquire('deploy', 'b', 1_000)
    await leases.release(first)
    expect(await leases.acquire('deploy', 'c', 1_000)).toBeUndefined()
    expect(second?.token).toBe(2)
  })

  test('tokens grow over release, too', async () => {
    await using here = await place()
    const { leases } = await here.open()
    const tokens: number[] = []
    for (let round = 0; round < 4; round += 1) {
      const lease = await leases.acquire('deploy', 'a', 1_000)
      if (!lease) throw new Error('the lease was free')
      tokens.push(lease.token)
      await leases.release(lease)
    }
    expect(tokens).toEqual([1, 2, 3, 4])
  })

  test('one of many who ask at once gets it', async () => {
    await using here = await place()
    const stores = await Promise.all(Array.from({ length: 6 }, () => here.open()))
    const held = await Promise.all(stores.map(({ leases }, n) => leases.acquire('deploy', `owner ${n}`, 60_000)))

    expect(held.filter((lease) => lease !== undefined)).toHaveLength(1)
  })
})
