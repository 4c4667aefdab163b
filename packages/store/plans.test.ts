import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { type Plan, planDigest } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import { onEachDatabase } from './test-places.ts'

const aPlan = (id: string): Plan => {
  const plan: Plan = {
    version: 1,
    id,
    digest: '',
    workspace: '/work',
    steps: [
      {
        id: '1',
        operation: 'fs.write',
        input: { text: 'hunter2-hunter2' },
        dependsOn: [],
        effect: 'update',
        reason: '',
      },
    ],
    preconditions: {},
    estimates: {},
    decisions: [],
    expires: '2026-03-02T12:00:00.000Z',
  }
  return { ...plan, digest: planDigest(plan) }
}

const owner = { tenant: 'local', requester: 'ana' }
const approvalOf = (plan: Plan) => ({ by: 'ben', digest: plan.digest, at: '2026-03-01T12:30:00.000Z' })

onEachDatabase('plans', (place) => {
  test('a plan waits, is approved, and is used once', async () => {
    await using here = await place()
    const { plans, audit } = await here.open()
    const plan = aPlan('p_abcd')
    await plans.save(plan, owner)

    expect(await plans.claim(plan.id)).toBe(false)
    expect(await plans.find('p_ab', 'local')).toEqual([
      { id: plan.id, plan, ...owner, status: 'waiting', createdAt: '2026-03-01T12:00:00.000Z' },
    ])
    await plans.approve(plan.id, approvalOf(plan))
    expect((await plans.list('local', 5))[0]).toMatchObject({ status: 'approved', approval: approvalOf(plan) })
    expect(await plans.claim(plan.id)).toBe(true)
    expect(await plans.claim(plan.id)).toBe(false)
    expect((await plans.find(plan.id, 'local'))[0]?.status).toBe('used')
    await plans.save(aPlan('p_wait'), owner)
    const listed = async (...of: Parameters<typeof plans.list>) => (await plans.list(...of)).map(({ id }) => id)
    expect(await listed('local', 1, ['used', 'refused'])).toEqual([plan.id])
    expect(await listed('local', 5, ['waiting'])).toEqual(['p_wait'])
    expect((await audit.list('local', 5)).map(({ action, principal }) => [action, principal])).toEqual([
      ['plan.claim', 'ana'],
      ['plan.approve', 'ben'],
    ])
  })

  test('one of many who claim at once wins', async () => {
    await using here = await place()
    const stores = await Promise.all(Array.from({ length: 6 }, () => here.open()))
    const plan = aPlan('p_race')
    await stores[0]?.plans.save(plan, owner)
    await stores[0]?.plans.approve(plan.id, approvalOf(plan))

    const won = await Promise.all(stores.map(({ plans }) => plans.claim(plan.id)))
    expect(won.filter(Boolean)).toHaveLength(1)
  })

  test('an approval must name the digest that is stored, and a used plan stays used', async () => {
    await using here = await place()
    const { plans } = await here.open()
    const plan = aPlan('p_abcd')
    await plans.save(plan, owner)

    const other = { ...approvalOf(plan), digest: 'other' }
    expect(await failure(plans.approve(plan.id, other))).toMatchObject({ code: 'plan-changed', exit: 1 })
    expect(await failure(plans.approve('p_none', other))).toMatchObject({ code: 'not-found', exit: 5 })
    await plans.approve(plan.id, approvalOf(plan))
    await plans.claim(plan.id)
    expect(await failure(plans.approve(plan.id, approvalOf(plan)))).toMatchObject({ code: 'plan-closed', exit: 1 })
  })

  test('plans of other tenants are not found, expired ones are', async () => {
    await using here = await place()
    const { plans } = await here.open()
    await plans.save(aPlan('p_mine'), owner)
    here.clock.forward(7 * 24 * 3_600_000)

    expect(await plans.find('p_mine', 'local')).toHaveLength(1)
    expect(await plans.find('p_mine', 'other')).toEqual([])
    expect(await plans.list('other', 5)).toEqual([])
  })

  test('the body is sealed: not readable in the database, not openable with another key or moved', async () => {
    await using here = await place()
    const store = await here.open()
    await store.plans.save(aPlan('p_secret'), owner)
    await store.plans.save(aPlan('p_target'), owner)
    await store.close()
    const [raw] = (await here.meddle(`SELECT sealed FROM plans WHERE id = 'p_secret'`)) as { sealed: Uint8Array }[]
    expect(Buffer.from(raw?.sealed ?? []).includes('hunter2')).toBe(false)
    if (here.url.endsWith('.db')) expect(readFileSync(here.url).includes('hunter2')).toBe(false)

    const stranger = await here.open({ key: new Uint8Array(32).fill(8) })
    expect(await failure(stranger.plans.find('p_secret', 'local'))).toMatchObject({ code: 'store-sealed', exit: 1 })
    expect(await failure(stranger.plans.list('local', 5))).toMatchObject({ code: 'store-sealed' })
    await stranger.plans.save(aPlan('p_ofitsown'), owner)
    const closed: string[] = []
    const opened = await stranger.plans.list('local', 5, undefined, (id) => closed.push(id))
    expect(opened.map(({ id }) => id)).toEqual(['p_ofitsown'])
    expect(closed.toSorted()).toEqual(['p_secret', 'p_target'])
    await here.meddle(
      `UPDATE plans SET sealed = (SELECT sealed FROM plans WHERE id = 'p_secret') WHERE id = 'p_target'`,
    )
    const { plans } = await here.open()
    expect(await failure(plans.find('p_target', 'local'))).toMatchObject({ code: 'store-sealed' })
  })
})
