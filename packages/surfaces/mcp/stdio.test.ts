import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { readLines } from '../http/read-lines.ts'

const entry = join(import.meta.dir, 'sample-stdio.ts')

const connect = async (mode: 'legacy' | 'auto', allow: readonly string[] = []) => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  const transport = new StdioClientTransport({ command: process.execPath, args: [entry, ...allow] })
  await client.connect(transport)
  return { client, transport, [Symbol.asyncDispose]: () => client.close() }
}

const isAlive = (pid: number | null) => {
  if (pid === null) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

test.each(['legacy', 'auto'] as const)('the official client lists, calls and closes (%s)', async (mode) => {
  const { client, transport } = await connect(mode)
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual([
    'shelf_get',
    'shelf_list',
    'steps_count',
    'steps_wait',
    'steps_judge',
    'steps_fail',
  ])
  const result = await client.callTool({ name: 'shelf_get', arguments: { name: 'a' } })
  expect(result.structuredContent).toMatchObject({ ok: true, data: { name: 'a', value: '1' } })
  expect(result.content).toEqual([{ type: 'text', text: '{"name":"a","value":"1"}' }])
  const { pid } = transport
  await client.close()
  expect(isAlive(pid)).toBe(false)
})

test('every tool carries the four hints of its operation', async () => {
  await using open = await connect('auto', ['create', 'update', 'delete'])
  const { tools } = await open.client.listTools()
  const hints = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]))
  expect(hints.shelf_get).toMatchObject({
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  })
  expect(hints.shelf_put).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: true })
  expect(hints.shelf_remove).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: false })
})

test('a tool that is not there is missing, as it is everywhere, and nothing that is forbidden', async () => {
  await using open = await connect('auto')
  const result = await open.client.callTool({ name: 'shelf_gte', arguments: {} })
  expect(result.isError).toBe(true)
  expect(result.structuredContent).toMatchObject({
    outcome: 'missing',
    error: { code: 'unknown-operation', next: 'did you mean shelf.get?', exit: 5 },
  })
})

test('a call above the allowance is refused with the reason and with what a person can do', async () => {
  await using open = await connect('auto')
  const result = await open.client.callTool({ name: 'shelf_put', arguments: { name: 'a', value: '2' } })
  expect(result.isError).toBe(true)
  expect(result.structuredContent).toMatchObject({
    error: { code: 'not-allowed', next: 'a person can start it again with: --allow update' },
  })
  await using more = await connect('auto', ['create'])
  const refused = await more.client.callTool({ name: 'shelf_put', arguments: { name: 'a', value: '2' } })
  expect(refused.structuredContent).toMatchObject({
    error: { next: 'a person can start it again with: --allow create,update' },
  })
})

test('a call that needs approval names the plan and the command for the person', async () => {
  await using open = await connect('auto', ['update'])
  const result = await open.client.callTool({ name: 'shelf_put', arguments: { name: 'new', value: '2' } })
  expect(result.isError).toBe(true)
  const { error } = result.structuredContent as { error: { plan: string } }
  expect(error.plan).toStartWith('p_')
  const [content] = result.content
  expect(content?.type === 'text' ? content.text : '').toContain(`nimbus approve ${error.plan} && nimbus apply`)
})

test('what is not offered through MCP is neither listed nor called', async () => {
  await using open = await connect('auto')
  const result = await open.client.callTool({ name: 'steps_private', arguments: {} })
  expect(result.structuredContent).toMatchObject({ error: { code: 'excluded', why: 'only at a terminal' } })
})

test.each(['legacy', 'auto'] as const)('progress arrives under the token of the caller, growing (%s)', async (mode) => {
  await using open = await connect(mode)
  const seen: { progress: number; message?: string }[] = []
  const result = await open.client.callTool(
    // A client forgets who asked for progress as soon as it has the result, also for progress it has yet to look at.
    { name: 'steps_count', arguments: { to: 3, pauseMs: 100 } },
    { onprogress: (progress) => void seen.push(progress) },
  )
  expect(result.structuredContent).toMatchObject({ data: { counted: 3 } })
  expect(seen[0]).toMatchObject({ message: '1 of 3' })
  expect(seen.map(({ progress }) => progress)).toEqual(seen.map(({ progress }) => progress).sort((a, b) => a - b))
})

test.each(['legacy', 'auto'] as const)('cancelling a call aborts its run (%s)', async (mode) => {
  await using open = await connect(mode)
  const stop = new AbortController()
  const outcome = await open.client
    .callTool(
      { name: 'steps_wait', arguments: { ms: 60_000 } },
      { signal: stop.signal, onprogress: () => stop.abort() },
    )
    .then(
      () => 'answered',
      () => 'cancelled',
    )
  expect(outcome).toBe('cancelled')
  // The connection lives on, and nothing holds it.
  expect((await open.client.callTool({ name: 'steps_count', arguments: { to: 1 } })).isError).toBeUndefined()
})

test.each(['2024-11-05', '2025-03-26', '2025-06-18'])('speaks revision %s as raw lines', async (protocolVersion) => {
  const server = Bun.spawn([process.execPath, entry], { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' })
  const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const answers = readLines(server.stdout)
  const next = async () => JSON.parse((await answers.next()).value ?? 'null') as Record<string, unknown>

  const clientInfo = { name: 'old', version: '1' }
  await send({ id: 1, method: 'initialize', params: { protocolVersion, capabilities: {}, clientInfo } })
  expect(await next()).toMatchObject({
    id: 1,
    result: { protocolVersion, serverInfo: { name: 'nimbus' }, capabilities: { tools: {} } },
  })
  await send({ method: 'notifications/initialized' })
  await send({ id: 2, method: 'tools/list' })
  expect(await next()).toMatchObject({ id: 2, result: { tools: [{ name: 'shelf_get' }, {}, {}, {}, {}, {}] } })
  await send({ id: 3, method: 'tools/call', params: { name: 'steps_judge', arguments: { number: 3 } } })
  expect(await next()).toMatchObject({ id: 3, result: { content: [{ type: 'text', text: '{"even":false}' }] } })
  await send({ id: 4, method: 'ping' })
  expect(await next()).toMatchObject({ id: 4, result: {} })
  await server.stdin.end()
  expect(await server.exited).toBe(0)
})

const opening = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } }

/** What comes of lines after which the input ends at once. */
const piped = async (...calls: readonly { name: string; arguments: object }[]) => {
  const messages = [
    { id: 0, method: 'initialize', params: opening },
    { method: 'notifications/initialized' },
    ...calls.map((params, index) => ({ id: index + 1, method: 'tools/call', params })),
  ]
  const text = messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('')
  const server = Bun.spawn([process.execPath, entry], { stdin: Buffer.from(text), stdout: 'pipe', stderr: 'inherit' })
  const [stdout, exit] = await Promise.all([server.stdout.text(), server.exited])
  const answered = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { id: number }).id)
  return { exit, answered: answered.toSorted((a, b) => a - b) }
}

test('what was piped in is answered, although the input is over', async () => {
  const call = { name: 'steps_count', arguments: { to: 3, pauseMs: 20 } }
  expect(await piped(call, call)).toEqual({ exit: 0, answered: [0, 1, 2] })
  expect(await piped()).toEqual({ exit: 0, answered: [0] })
})

test('a client that leaves in the middle of something long stops it', async () => {
  expect(await piped({ name: 'steps_wait', arguments: { ms: 600_000 } })).toEqual({ exit: 0, answered: [0] })
})
