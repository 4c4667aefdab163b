import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { failure } from '@nimbus/testkit/failure'
import { modelServer } from '@nimbus/testkit/model-server'

const model = 'gpt-4o'

/** A place where two conversations took place, of two turns and of one. */
const talked = async () => {
  const server = await modelServer()
  const ws = await workspace({}, { env: server.env })
  server.script({ text: 'Three **subnets**.' }, { text: 'In eu-west-1.' }, { text: 'A bucket.' })
  const first = await ws.call('engine.chat', { message: 'How many subnets?', model })
  await ws.call('engine.chat', { message: 'Where?', model, conversation: 'last' })
  const second = await ws.call('engine.chat', { message: 'What else?', model })
  return {
    ws,
    server,
    first: first.conversation ?? '',
    second: second.conversation ?? '',
    async [Symbol.asyncDispose]() {
      await ws[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

test('conversations are listed, the newest first', async () => {
  await using place = await talked()
  const { conversations, more } = await place.ws.call('engine.chat-list', { limit: 1 })
  expect(conversations).toMatchObject([{ id: place.second, title: 'What else?', turns: 1 }])
  expect(more).toBe(1)
  expect((await place.ws.cli(['chat', 'list', '--limit', '1'])).stdout).toContain('1 turn   What else?')
})

test('a conversation is found by the words of one of its turns', async () => {
  await using place = await talked()
  const { found } = await place.ws.call('engine.chat-search', { words: 'three SUBNETS' })
  expect(found).toMatchObject([{ conversation: place.first, turn: 1 }])
  expect(await place.ws.invoke('engine.chat-search', { words: 'subnets bucket' })).toMatchObject({
    outcome: 'negative',
  })
})

test('a conversation as Markdown quotes what was said and gives the answers as they were', async () => {
  await using place = await talked()
  const { markdown } = await place.ws.call('engine.chat-export', { conversation: place.first.slice(0, 8) })
  expect(markdown).toStartWith('# How many subnets?')
  expect(markdown).toContain('> How many subnets?')
  expect(markdown).toContain('Three **subnets**.')
  expect(markdown).toContain('## 2. ')
})

test('code that an answer did not close ends with the answer', async () => {
  await using place = await talked()
  const { ws, server } = place
  server.script({ text: 'Look:\n````sh\nls\n```\n' }, { text: 'Bye.' })
  for (const message of ['Show me', 'Thanks'])
    await ws.call('engine.chat', { message, model, conversation: place.first })
  const { markdown } = await ws.call('engine.chat-export', { conversation: place.first })
  expect(markdown).toContain('Look:\n````sh\nls\n```\n````\n\n*gpt-4o*\n\n## 4. ')
})

test('a turn is undone with its words, and a conversation with its first turn', async () => {
  await using place = await talked()
  const { ws, server } = place
  server.script({ text: 'Yes.' })
  const { run } = await ws.invoke('engine.chat', { message: 'Sure?', model, conversation: place.first })
  await ws.call('nimbus.undo', { run })
  expect((await ws.call('engine.chat-show', { conversation: place.first })).turns.map(({ said }) => said)).toEqual([
    'How many subnets?',
    'Where?',
  ])
})

test('a turn that changed something is not undone by forgetting it: what it changed is named, the last first', async () => {
  await using place = await talked()
  const { ws, server } = place
  await Bun.write(
    `${ws.home}/.nimbus/policy.yaml`,
    'rules:\n  - { operation: "fs.write", decide: allow, reason: tests }\n',
  )
  const write = (file: string) => ({
    toolCalls: [{ name: 'call_operation', input: { operation: 'fs.write', input: { file, content: 'x' } } }],
  })
  server.script(write('a.txt'), write('b.txt'), { text: 'Both are written.' })
  const turn = await ws.invoke('engine.chat', { message: 'Write both', model, conversation: place.first })
  const { calls } = turn.data as { calls: { run: string }[] }
  const [a = '', b = ''] = calls.map(({ run }) => run)
  const how = `take back what it changed instead, the last first: nimbus undo ${b} && nimbus undo ${a}`
  expect(turn.undo).toEqual({ irreversible: how })
  expect(await failure(ws.call('nimbus.undo', { run: turn.run }))).toMatchObject({ code: 'irreversible', why: how })
  const consent = { yes: true, confirm: ['a.txt', 'b.txt'] }
  for (const run of [b, a]) await ws.call('nimbus.undo', { run }, { consent })
  expect([await ws.file('a.txt').exists(), await ws.file('b.txt').exists()]).toEqual([false, false])
  expect((await ws.call('engine.chat-show', { conversation: place.first })).turns).toHaveLength(3)
})

test('what was deleted comes back whole, and the deletion can be done again', async () => {
  await using place = await talked()
  const { ws } = place
  const before = await ws.call('engine.chat-show', { conversation: place.first })
  const deleted = await ws.invoke('engine.chat-delete', { conversation: place.first })
  expect(deleted.findings).toMatchObject([{ status: 'pass' }])
  expect(await failure(ws.call('engine.chat-show', { conversation: place.first }))).toMatchObject({ code: 'not-found' })
  const restored = await ws.invoke('nimbus.undo', { run: deleted.run })
  expect(restored.ok).toBe(true)
  expect(await ws.call('engine.chat-show', { conversation: place.first })).toEqual(before)
})

test('what was deleted does not come back over what was said since', async () => {
  await using place = await talked()
  const { ws } = place
  const { run } = await ws.invoke('engine.chat-delete', { conversation: place.first, from: 2 })
  await ws.call('engine.chat', { message: 'And now?', model, conversation: place.first })
  expect(await failure(ws.call('nimbus.undo', { run }))).toMatchObject({ code: 'conversation-went-on' })
})

test('secrets are kept masked', async () => {
  await using place = await talked()
  const { ws } = place
  const key = `ghp_${'a1B2'.repeat(9)}`
  await ws.call('engine.chat', { message: `My key is ${key}`, model })
  const kept = await ws.call('engine.chat-show', { conversation: 'last' })
  expect(JSON.stringify(kept)).not.toContain(key)
})

test('nobody sees what others talked about', async () => {
  await using place = await talked()
  const other = { tenant: 'local', id: 'somebody-else', kind: 'person' as const, scopes: ['invoke' as const] }
  const seen = await place.ws.invoke('engine.chat-list', {}, { principal: other })
  expect(seen.data).toMatchObject({ conversations: [] })
  const shown = await place.ws.invoke('engine.chat-show', { conversation: place.first }, { principal: other })
  expect(shown.error?.code).toBe('not-found')
})

test('a model does not remove what was said', async () => {
  await using place = await talked()
  const { ws, server } = place
  const input = { operation: 'engine.chat-delete', input: { conversation: place.second } }
  server.script({ toolCalls: [{ name: 'call_operation', input }] }, { text: 'I may not.' })
  const turn = await ws.call('engine.chat', { message: 'Clean up', model })
  expect(turn.calls).toMatchObject([{ outcome: 'denied' }])
  expect((await ws.call('engine.chat-list', {})).conversations).toHaveLength(3)
})
