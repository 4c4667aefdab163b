import { expect, test } from 'bun:test'
import { modelServer } from '@nimbus/testkit/model-server'
import { chatPlace } from '../chat/testing.ts'

const tools = [
  {
    name: 'weather',
    description: 'The weather of today',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
]

test('gives the calls that the model wants made, and takes what they gave', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  server.script({ toolCalls: [{ id: 'call_7', name: 'weather', input: { city: 'Zürich' } }] }, { text: 'Yes.' })
  const asked = await ws.call('llm.chat-tools', { prompt: 'Umbrella?', tools, model: 'gpt-4o' })
  expect(asked).toMatchObject({
    text: '',
    finish: 'tool-calls',
    toolCalls: [{ id: 'call_7', name: 'weather', input: { city: 'Zürich' } }],
  })

  const answer = await ws.call('llm.chat-tools', {
    model: 'gpt-4o',
    tools,
    messages: [
      { role: 'user', content: 'Umbrella?' },
      { role: 'assistant', content: [{ type: 'tool-call', id: 'call_7', name: 'weather', input: { city: 'Zürich' } }] },
      { role: 'tool', content: [{ type: 'tool-result', id: 'call_7', name: 'weather', output: 'rain' }] },
    ],
  })
  expect(answer.text).toBe('Yes.')
  expect(JSON.stringify(server.chats()[1]?.body)).toContain('rain')
})

test('the name of a tool is one that every provider takes', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const named = { prompt: 'Umbrella?', tools: [{ ...tools[0], name: 'a b', inputSchema: {} }] }
  expect((await ws.invoke('llm.chat-tools', named)).error).toMatchObject({
    message: 'tools.0.name: takes up to 64 letters, digits, _ and -',
    exit: 2,
  })
})

test.each([
  ['auto', 'auto'],
  ['required', 'required'],
  ['none', 'none'],
  [{ name: 'weather' }, { type: 'function', name: 'weather' }],
] as const)('the choice %j is passed on', async (toolChoice, sent) => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  await ws.call('llm.chat-tools', { prompt: 'Umbrella?', tools, toolChoice, model: 'gpt-4o' })
  expect(server.chats()[0]?.body.tool_choice).toEqual(sent)
})

test('the command line takes tools from a file and prints each call as a line of JSON', async () => {
  await using server = await modelServer({
    otherwise: { toolCalls: [{ id: 'c1', name: 'weather', input: { city: 'Bern' } }] },
  })
  await using ws = await chatPlace(server, { 'tools.json': JSON.stringify(tools) })
  const argv = ['llm', 'chat-tools', 'Umbrella?', '--tools', '@tools.json', '--model', 'gpt-4o']
  const { exit, stdout, stderr } = await ws.cli(argv)
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([{ id: 'c1', name: 'weather', input: { city: 'Bern' } }])
  expect(stderr).toContain('gpt-4o (openai)')
  expect(exit).toBe(0)
})

test('what was streamed is not printed again', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server, { 'tools.json': JSON.stringify(tools) })
  server.script({ text: 'Let me see. ', toolCalls: [{ id: 'c1', name: 'weather', input: { city: 'Bern' } }] })
  const argv = ['llm', 'chat-tools', 'Umbrella?', '--tools', '@tools.json', '--model', 'gpt-4o', '--stream']
  const { stdout } = await ws.cli(argv)
  expect(stdout.match(/Let me see/g)).toHaveLength(1)
  expect(stdout.match(/"city":"Bern"/g)).toHaveLength(1)
})
