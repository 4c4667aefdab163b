import { expect, test } from 'bun:test'
import { sampleServer } from './sample-server.ts'

test('answers a call with the envelope', async () => {
  await using server = sampleServer()
  const response = await server.ask('/api/shelf/get', { body: { name: 'a' } })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ ok: true, outcome: 'done', data: { name: 'a', value: '1' } })
})

test('answers a promised route, with text from path and query read as the schema says', async () => {
  await using server = sampleServer()
  expect(await (await server.ask('/api/shelf/values/a')).json()).toMatchObject({ data: { name: 'a', value: '1' } })
  const listed = await server.ask('/api/shelf/values?limit=5&prefix=a&prefix=b&exact=true')
  expect(await listed.json()).toMatchObject({ ok: true, data: { names: ['a'] } })
  const wrong = await server.ask('/api/shelf/values?limit=many')
  expect(wrong.status).toBe(422)
  expect(await wrong.json()).toMatchObject({ error: { code: 'invalid-input', at: 'shelf.list: limit' } })
})

test('merges path and body of a promised route', async () => {
  await using server = sampleServer()
  const response = await server.ask('/api/shelf/values/b', { method: 'PUT', body: { value: '2' } })
  expect(response.status).toBe(409)
  const plan = [...server.gateway.ports.held.plans.values()][0]
  expect(plan?.plan.steps[0]?.input).toEqual({ name: 'b', value: '2' })
})

test('takes no body at all for an input without required fields', async () => {
  await using server = sampleServer()
  expect((await server.ask('/api/shelf/list', { method: 'POST' })).status).toBe(200)
})

test('says with 409 which plan has to be approved, and changes nothing', async () => {
  await using server = sampleServer()
  const response = await server.ask('/api/shelf/put', { body: { name: 'a', value: '2' } })
  expect(response.status).toBe(409)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = (await response.json()) as { error: { plan: string; next: string } }
  expect(problem).toMatchObject({
    type: 'urn:nimbus:error:approval-needed',
    title: 'Approval needed',
    status: 409,
    ok: false,
    outcome: 'approval',
    error: { code: 'approval-needed', exit: 3 },
  })
  expect(server.gateway.ports.held.plans.has(problem.error.plan)).toBe(true)
  expect(problem.error.next).toContain(`nimbus approve ${problem.error.plan}`)
  expect(server.shelf.get('a')).toBe('1')
})

test.each([
  ['steps/fail', { how: 'failed' }, 500, 'it-broke'],
  ['steps/fail', { how: 'invalid' }, 422, 'bad-thing'],
  ['steps/fail', { how: 'missing' }, 424, 'no-thing'],
  ['steps/fail', { how: 'output' }, 500, 'invalid-output'],
  ['steps/fail', { how: 'sideways' }, 422, 'invalid-input'],
  ['shelf/get', { name: 'zzz' }, 424, 'not-found'],
  ['shelf/get', { name: 7 }, 422, 'invalid-input'],
  ['shelf/get', [], 422, 'invalid-input'],
  ['shelf/get', 'text', 422, 'invalid-input'],
])('answers POST /api/%s %j with %d %s', async (path, body, status, code) => {
  await using server = sampleServer()
  const response = await server.ask(`/api/${path}`, { body })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ status, ok: false, error: { code } })
})

test('gives a negative answer with 200', async () => {
  await using server = sampleServer()
  const response = await server.ask('/api/steps/judge', { body: { number: 3 } })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ ok: true, outcome: 'negative', data: { even: false } })
})

test('tells no path of the machine and no stack when an operation has a defect', async () => {
  await using server = sampleServer()
  const response = await server.ask('/api/steps/fail', { body: { how: 'defect' } })
  const text = await response.text()
  expect(response.status).toBe(500)
  expect(text).toContain('no such file private/plan.txt')
  expect(text).not.toContain('/srv/')
  expect(text).not.toContain('.ts:')
})

test.each(['1', 'yes', 'TRUE', 'true&dryRun=1'])(
  'does nothing when it cannot tell whether it only looks: %s',
  async (said) => {
    await using server = sampleServer()
    const response = await server.ask(`/api/shelf/put?dryRun=${said}`, { body: { name: 'a', value: '2' } })
    expect([response.status, await response.json()]).toMatchObject([422, { error: { at: 'dryRun' } }])
    expect(server.shelf.get('a')).toBe('1')
  },
)

test.each(['/api/shelf/put?dryRun=true', '/api/shelf/put'])('only looks when asked to: %s', async (path) => {
  await using server = sampleServer()
  const response = await server.ask(path, {
    body: { name: 'a', value: '2' },
    headers: path.includes('dryRun') ? {} : { prefer: 'dry-run' },
  })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    outcome: 'preview',
    preview: { changes: [{ resource: 'workspace:a', effect: 'update' }] },
    data: { decide: 'ask' },
  })
  expect(server.shelf.get('a')).toBe('1')
})

test.each([
  ['GET', '/api/tickets', 'POST'],
  ['POST', '/openapi.json', 'GET'],
  ['DELETE', '/api/runs/r_aaaa/events', 'GET'],
  ['DELETE', '/api/shelf/values/a', 'GET, PUT'],
])('a path that is there does not answer every method: %s %s', async (method, path, allowed) => {
  await using server = sampleServer()
  const response = await server.ask(path, { method })
  expect([response.status, response.headers.get('allow')]).toEqual([405, allowed])
})

test('explains a path that nothing answers', async () => {
  await using server = sampleServer({ services: ['shelf', 'steps'] })
  const typo = await server.ask('/api/shelf/gett', { body: {} })
  expect(typo.status).toBe(404)
  expect(await typo.json()).toMatchObject({ error: { code: 'not-found', next: 'did you mean shelf.get?' } })
  const excluded = await server.ask('/api/steps/private', { body: {} })
  expect(excluded.status).toBe(404)
  expect(await excluded.json()).toMatchObject({ error: { why: 'only at a terminal' } })
  expect((await server.ask('/api/steps/count')).status).toBe(405)
  expect((await server.ask('/nowhere')).status).toBe(404)
})

test('serves only the services it was told to', async () => {
  await using server = sampleServer({ services: ['steps'] })
  expect((await server.ask('/api/steps/count', { body: { to: 1 } })).status).toBe(200)
  const elsewhere = await server.ask('/api/shelf/list', { body: {} })
  expect(elsewhere.status).toBe(404)
  expect(await elsewhere.json()).toMatchObject({ error: { message: 'shelf.list is not served by this process' } })
})
