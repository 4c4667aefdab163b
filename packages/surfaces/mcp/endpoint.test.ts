import { expect, setSystemTime, test } from 'bun:test'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Effect } from '@nimbus/kernel'
import { sampleServer } from '../http/sample-server.ts'
import { createMcpEndpoint } from './endpoint.ts'
import type { McpOptions } from './server.ts'

const allEffects: readonly Effect[] = ['create', 'update', 'delete']

const open = async (mode: 'legacy' | 'auto', options: McpOptions = {}) => {
  const server = sampleServer({ mcp: (gateway) => createMcpEndpoint(gateway, options) })
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  const requestInit = { headers: { authorization: 'Bearer person-token' } }
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url), { requestInit }))
  return {
    client,
    server,
    runs: () => [...server.gateway.ports.held.runs.values()],
    async [Symbol.asyncDispose]() {
      await client.close()
      await server.stop()
    },
  }
}

test.each(['legacy', 'auto'] as const)('the official client lists and calls over HTTP (%s)', async (mode) => {
  await using mcp = await open(mode)
  expect((await mcp.client.listTools()).tools).toHaveLength(6)
  const result = await mcp.client.callTool({ name: 'shelf_get', arguments: { name: 'a' } })
  expect(result.structuredContent).toMatchObject({ ok: true, data: { value: '1' } })
})

test('a person who calls through MCP is recorded as a model that works for them', async () => {
  await using mcp = await open('auto', { allow: allEffects })
  await mcp.client.callTool({ name: 'shelf_get', arguments: { name: 'a' } })
  expect(mcp.runs()).toMatchObject([{ principal: 'mcp:ada', surface: 'mcp' }])
})

test.each(['legacy', 'auto'] as const)('progress and cancellation work over HTTP (%s)', async (mode) => {
  await using mcp = await open(mode)
  const stop = new AbortController()
  const messages: (string | undefined)[] = []
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const { journal } = mcp.server.gateway.ports
  const note = journal.note.bind(journal)
  journal.note = async (...args) => {
    await note(...args)
    if (args[0].operation === 'steps.wait') resolve()
  }
  const outcome = await mcp.client
    .callTool(
      { name: 'steps_wait', arguments: { ms: 60_000 } },
      {
        signal: stop.signal,
        onprogress({ message }) {
          messages.push(message)
          stop.abort()
        },
      },
    )
    .then(
      () => 'answered',
      () => 'cancelled',
    )
  await ended
  expect(outcome).toBe('cancelled')
  expect(messages).toEqual(['waiting'])
  expect(mcp.runs()).toMatchObject([{ operation: 'steps.wait', outcome: 'cancelled' }])
})

test.each(['legacy', 'auto'] as const)('after reading what others wrote, effects ask again (%s)', async (mode) => {
  await using mcp = await open(mode, { allow: allEffects })
  const allowAll = { operation: '*', decide: 'allow' as const, reason: 'everything' }
  mcp.server.gateway.ports.policy = async () => [{ name: 'test', rules: [allowAll] }]
  const put = { name: 'shelf_put', arguments: { name: 'b', value: '2' } }
  expect((await mcp.client.callTool(put)).structuredContent).toMatchObject({ outcome: 'done' })
  await mcp.client.callTool({ name: 'shelf_list', arguments: {} })
  const result = await mcp.client.callTool(put)
  expect(result.structuredContent).toMatchObject({
    outcome: 'approval',
    error: { why: expect.stringContaining('taint') },
  })
})

test('an endpoint without a token, or from another page, answers nothing', async () => {
  await using mcp = await open('auto')
  const url = new URL('/mcp', mcp.server.url)
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401)
  const authorization = 'Bearer person-token'
  const elsewhere = { ...headers, authorization, origin: 'https://evil.example' }
  expect((await fetch(url, { method: 'POST', headers: elsewhere, body })).status).toBe(403)
  const rebound = { ...headers, authorization, host: 'evil.example' }
  expect((await fetch(url, { method: 'POST', headers: rebound, body })).status).toBe(403)
})

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'old', version: '1' } },
}

test('a session of one principal is not found by another', async () => {
  await using mcp = await open('legacy')
  const url = new URL('/mcp', mcp.server.url)
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const opened = await fetch(url, {
    method: 'POST',
    headers: { ...headers, authorization: 'Bearer person-token' },
    body: JSON.stringify(initialize),
  })
  expect(await opened.text()).toContain('"protocolVersion":"2025-03-26"')
  const session = opened.headers.get('mcp-session-id') ?? ''
  const list = (token: string) =>
    fetch(url, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${token}`, 'mcp-session-id': session },
      body: JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' }),
    })
  expect((await list('person-token')).status).toBe(200)
  expect((await list('model-token')).status).toBe(404)
  const ended = await fetch(url, {
    method: 'DELETE',
    headers: { authorization: 'Bearer person-token', 'mcp-session-id': session },
  })
  expect(ended.status).toBe(200)
  expect((await list('person-token')).status).toBe(404)
})

test('a session ends when it is idle for long, and not while a call of it runs', async () => {
  await using server = sampleServer({ mcp: (gateway) => createMcpEndpoint(gateway) })
  const post = (body: object, session?: string) =>
    server.ask('/mcp', {
      body,
      headers: {
        accept: 'application/json, text/event-stream',
        ...(session === undefined ? {} : { 'mcp-session-id': session }),
      },
    })
  const start = async () => {
    const response = await post(initialize)
    await response.text()
    return response.headers.get('mcp-session-id') ?? ''
  }
  const isOpen = async (session: string) => {
    const response = await post({ jsonrpc: '2.0', id: 2, method: 'ping' }, session)
    await response.text()
    return response.status === 200
  }
  const idle = await start()
  const working = await start()
  // Its progress shows that it runs.
  const wait = { name: 'steps_wait', arguments: { ms: 60_000 }, _meta: { progressToken: 1 } }
  const call = await post({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: wait }, working)
  const inAnHour = Date.now() + 60 * 60 * 1000
  try {
    setSystemTime(inAnHour)
    await start()
    expect([await isOpen(idle), await isOpen(working)]).toEqual([false, true])
    await call.body?.cancel()
    // The server hears a little later that the reader is gone.
    for (let hour = 2; await isOpen(working); hour++) {
      expect(hour).toBeLessThan(100)
      setSystemTime(inAnHour + hour * 60 * 60 * 1000)
      await start()
    }
  } finally {
    setSystemTime()
  }
})

test('a large catalog is three tools that search, describe and call', async () => {
  await using mcp = await open('auto', { listAtMost: 3, allow: ['update'] })
  const { client } = mcp
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
    'nimbus_search',
    'nimbus_describe',
    'nimbus_call',
  ])
  const found = await client.callTool({ name: 'nimbus_search', arguments: { query: 'store a value' } })
  const { operations } = found.structuredContent as { operations: { operation: string }[] }
  expect(operations[0]).toMatchObject({ operation: 'shelf.put', tool: 'shelf_put', effect: 'update' })
  expect(operations.map(({ operation }) => operation)).not.toContain('shelf.remove')
  const described = await client.callTool({ name: 'nimbus_describe', arguments: { operation: 'shelf.get' } })
  expect(described.structuredContent).toMatchObject({ input: { required: ['name'] }, effect: 'read' })
  const called = await client.callTool({
    name: 'nimbus_call',
    arguments: { operation: 'shelf.get', input: { name: 'a' } },
  })
  expect(called.structuredContent).toMatchObject({ ok: true, data: { value: '1' } })
  for (const name of ['nimbus_call', 'nimbus_describe']) {
    const refused = await client.callTool({ name, arguments: { operation: 'shelf.remove', input: { name: 'a' } } })
    expect(refused.structuredContent).toMatchObject({ error: { code: 'not-allowed' } })
  }
  const typo = await client.callTool({ name: 'nimbus_call', arguments: { operation: 'shelf.gett' } })
  expect(typo.structuredContent).toMatchObject({ error: { next: 'did you mean shelf.get?' } })
})
