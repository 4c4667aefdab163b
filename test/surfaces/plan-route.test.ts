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
  expect((await post({ input: 'read notes/old.md' }, '/api/core/plan', 'somebody-elses')).status).toBe(401)
}, 30_000)
