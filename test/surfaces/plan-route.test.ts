import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { nimbusServer } from './nimbus-server.ts'

const token = 'token-of-the-plan-route'

test('POST /api/core/plan of a real server plans, asks, refuses and says what is missing, in its own shape', async () => {
  await using place = await workspace(
    { 'notes/old.md': 'old\n', 'envs/dev/main.tf': 'terraform {}\n', 'envs/staging/main.tf': 'terraform {}\n' },
    { env: { NIMBUS_TOKEN: token } },
  )
  await using server = await nimbusServer(place)
  const post = async (body: unknown, path = '/api/core/plan', bearer = token) => {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const planned = await post({ input: 'read notes/old.md' })
  expect(planned).toMatchObject({
    status: 200,
    body: { plan: { steps: [{ operation: 'fs.read', input: { file: 'notes/old.md' } }] }, plannedBy: 'offline' },
  })
  const { id } = planned.body.plan as { id: string }
  expect(await place.call('nimbus.plan-show', { plan: id })).toMatchObject({ status: 'waiting' })
  expect(await post({ input: 'read notes/old.md' }, '/api/core/plans/generate')).toMatchObject({ status: 200 })

  // What one route answers the next one takes.
  const { plan } = planned.body
  for (const given of [{ plan }, { plan: id }, { planId: id }, { document: plan }])
    expect(await post(given, '/api/core/plans/validate')).toEqual({
      status: 200,
      body: { valid: true, steps: 1, problems: [], unknown: [] },
    })
  const steps = [...(plan as { steps: object[] }).steps, { id: '2', operation: 'fs.lst', input: {} }]
  expect(await post({ plan: { steps } }, '/api/core/plans/validate')).toMatchObject({
    status: 200,
    body: { valid: false, problems: [{ code: 'unknown-operation', at: 'step 2: /operation' }] },
  })
  const twice = ['1', '2'].map((each) => ({ id: each, operation: 'fs.write', input: { file: 'n.txt', content: 'n' } }))
  const optimized = await post({ plan: { steps: twice } }, '/api/core/plans/optimize')
  expect(optimized).toMatchObject({
    status: 200,
    body: { plan: { steps: [{ id: '1' }] }, changes: [{ did: 'merged', step: '2', other: '1' }], stages: [['1']] },
  })
  expect(await place.call('nimbus.plan-show', { plan: String(optimized.body.saved) })).toMatchObject({
    status: 'waiting',
  })
  const missing = { status: 422, body: { code: 'invalid-input', at: 'plan' } }
  for (const path of ['/api/core/plans/validate', '/api/core/plans/optimize']) {
    expect(await post({}, path)).toMatchObject(missing)
    expect(await post({ plan: id, bogus: 1 }, path)).toMatchObject({
      status: 422,
      body: { error: 'there is no field bogus', code: 'invalid-input' },
    })
    expect(await post({ plan: 'p_aaaaaaaaaaaaaaaaaaaa' }, path)).toMatchObject({ status: 424 })
  }

  expect(await post({ input: 'destroy the environment' })).toMatchObject({
    status: 422,
    body: { candidates: ['envs/dev', 'envs/staging'] },
  })
  expect(await post({ input: 'staging', earlier: ['validate the environment'] })).toMatchObject({
    status: 200,
    body: { plan: { steps: [{ input: { directory: 'envs/staging' } }] } },
  })
  expect(await post({ input: 'upload the notes to slack' })).toMatchObject({ status: 422 })
  expect(await post({})).toMatchObject({ status: 422, body: { code: 'invalid-input', at: 'input' } })
  // What it does not know or cannot take is not left out in silence.
  const refused = (error: string) => ({ status: 422, body: { error, code: 'invalid-input' } })
  expect(await post({ input: 'read notes/old.md', bogus: 1 })).toMatchObject(refused('there is no field bogus'))
  expect(await post({ input: 'read notes/old.md', earlier: 'x' })).toMatchObject(refused('earlier: takes a list'))
  expect(await post({ input: 7 })).toMatchObject(refused('input: takes text'))
  expect(await post({ input: 'read a', message: 'read b' })).toMatchObject(refused('input and message: both are given'))
  expect(await post({ input: 'read notes/old.md', mode: 'offline' })).toMatchObject({ status: 200 })
  expect((await post({ input: 'read notes/old.md' }, '/api/core/plan', 'somebody-elses')).status).toBe(401)
}, 30_000)
