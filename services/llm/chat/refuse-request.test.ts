import { expect, test } from 'bun:test'
import { modelServer } from '@nimbus/testkit/model-server'
import { chatPlace } from './testing.ts'

const tool = (inputSchema: Record<string, unknown>) => ({ prompt: 'Hi', tools: [{ name: 'weather', inputSchema }] })

/** Input that no provider would take: the operation, the input, the code and where. */
const wrong: readonly (readonly [string, string, unknown, string, string])[] = [
  ['nothing at all', 'llm.chat', {}, 'empty-messages', 'prompt'],
  ['no message', 'llm.chat', { messages: [] }, 'empty-messages', 'prompt'],
  ['only empty messages', 'llm.chat', { messages: [{ role: 'user', content: ' \n' }] }, 'empty-messages', 'messages'],
  ['only instructions', 'llm.chat', { system: 'Be brief.' }, 'empty-messages', 'messages'],
  [
    'a role that there is not',
    'llm.chat',
    { messages: [{ role: 'wizard', content: 'Hi' }] },
    'invalid-input',
    'llm.chat: messages.0.role',
  ],
  ['10 MB', 'llm.chat', { prompt: 'x'.repeat(10_000_000) }, 'prompt-too-large', 'prompt'],
  ['half of a character', 'llm.chat', { prompt: 'Hi \ud800' }, 'invalid-text', 'messages.0.content'],
  [
    'half of a character in what a tool gave',
    'llm.chat',
    { messages: [{ role: 'tool', content: [{ type: 'tool-result', id: '1', name: 'a', output: '\ud800' }] }] },
    'invalid-text',
    'messages.0.content',
  ],
  ['an unknown provider', 'llm.chat', { prompt: 'Hi', provider: 'antropic' }, 'unknown-provider', 'provider'],
  ['an unknown model', 'llm.chat', { prompt: 'Hi', model: 'gpt-4p' }, 'unknown-model', 'model'],
  ['a schema that is none', 'llm.chat', { prompt: 'Hi', schema: { type: 'objekt' } }, 'invalid-schema', 'schema.type'],
  [
    'a tool of no object',
    'llm.chat-tools',
    tool({ type: 'string' }),
    'invalid-tool-schema',
    'tools.0.inputSchema.type',
  ],
  [
    'a tool whose schema is none further down',
    'llm.chat-tools',
    tool({ type: 'object', properties: { city: { type: 'text' } } }),
    'invalid-tool-schema',
    'tools.0.inputSchema.properties.city.type',
  ],
  ['no tools', 'llm.chat-tools', { prompt: 'Hi', tools: [] }, 'invalid-input', 'llm.chat-tools: tools'],
  [
    'two tools of one name',
    'llm.chat-tools',
    {
      prompt: 'Hi',
      tools: [
        { name: 'a', inputSchema: { type: 'object' } },
        { name: 'a', inputSchema: { type: 'object' } },
      ],
    },
    'duplicate-tool',
    'tools.1.name',
  ],
  [
    'a choice of a tool that there is not',
    'llm.chat-tools',
    { ...tool({ type: 'object' }), toolChoice: { name: 'time' } },
    'unknown-tool',
    'toolChoice.name',
  ],
  [
    'an image with the prefix of a data URL',
    'llm.chat',
    {
      messages: [
        { role: 'user', content: [{ type: 'image', mediaType: 'image/png', data: 'data:image/png;base64,AA==' }] },
      ],
    },
    'invalid-image',
    'messages.0.content.0',
  ],
  [
    'an image from the assistant',
    'llm.chat',
    { messages: [{ role: 'assistant', content: [{ type: 'image', mediaType: 'image/png', data: 'AAAA' }] }] },
    'misplaced-part',
    'messages.0.content',
  ],
]

test.each([...wrong])(
  '%s is one error that names the field, and nothing is sent',
  async (_what, operation, input, code, at) => {
    await using server = await modelServer()
    await using ws = await chatPlace(server)
    const { error } = await ws.invoke(operation, input)
    expect(error).toMatchObject({ code, at, exit: 2 })
    expect(server.requests).toHaveLength(0)
    expect((await ws.call('llm.stats', {})).total.calls).toBe(0)
  },
)

test.each([
  ['a file that is not UTF-8', { context: ['bad.txt'] }, 'binary-file', 2],
  ['a directory', { context: ['dir'] }, 'not-a-file', 2],
  ['a file that is not there', { context: ['absent.txt'] }, 'no-file', 5],
  ['an image that is none', { image: ['notes.md'] }, 'not-an-image', 2],
  ['an image that is too large', { image: ['huge.png'] }, 'too-large', 2],
])('%s is refused before anything is sent', async (_what, files, code, exit) => {
  await using server = await modelServer()
  await using ws = await chatPlace(server, {
    'bad.txt': new Uint8Array([0x68, 0xff, 0xfe]),
    'dir/x.txt': 'x',
    'notes.md': 'x',
    'huge.png': new Uint8Array(11 * 1024 * 1024),
  })
  const { error } = await ws.invoke('llm.chat', { prompt: 'Hi', ...files })
  expect(error).toMatchObject({ code, exit })
  expect(server.requests).toHaveLength(0)
})

test('the workspace itself is no file, and is named', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const { error } = await ws.invoke('llm.chat', { prompt: 'Hi', context: ['.'] })
  expect(error).toMatchObject({ code: 'not-a-file', message: '. is no regular file', at: '.' })
})

test('a prompt that is not UTF-8 is refused on the command line', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server, { 'bad.txt': new Uint8Array([0x68, 0xff, 0xfe]) })
  const { exit, stderr } = await ws.cli(['llm', 'chat', '@bad.txt'])
  expect(exit).toBe(2)
  expect(stderr).toContain('bad.txt cannot be read as text')
  expect(server.requests).toHaveLength(0)
})
