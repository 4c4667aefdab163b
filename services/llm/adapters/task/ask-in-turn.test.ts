import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'

test('models that the router has asked in vain are not asked once more', async () => {
  await using server = await modelServer({ otherwise: { refuse: 'auth' } })
  await using ws = await workspace({}, { env: server.env })
  await Bun.write(
    `${ws.home}/.nimbus/llm.yaml`,
    'agents:\n  a: { preferred_model: anthropic/claude-sonnet-4-5, fallback_chain: ["api:openai/gpt-4o"] }\n',
  )
  const { error } = await ws.invoke('llm.exec', { agent: 'a', task: 'Prove it, step by step.' })
  expect(error?.why).toContain('anthropic refused the key from ANTHROPIC_API_KEY (401)')
  expect(server.chats().map(({ model }) => model)).toEqual(['claude-sonnet-4-5', 'gpt-4o'])
})

test('a task that is too long for a model goes to the next, and for the last one that is the error', async () => {
  await using server = await modelServer({ otherwise: { refuse: 'context-overflow' } })
  await using ws = await workspace({}, { env: server.env })
  await Bun.write(
    `${ws.home}/.nimbus/llm.yaml`,
    `tools: { here: { binary: /bin/cat, prompt: stdin, output: { cost: not-metered } } }
agents:
  a: { fallback_chain: ["api:openai/gpt-4o", "here:openai/gpt-4o"] }
`,
  )
  const task = 'Prove it.'
  const answer = await ws.call('llm.exec', { agent: 'a', tool: 'api', model: 'anthropic/claude-sonnet-4-5', task })
  expect(answer).toMatchObject({ tool: 'here', text: expect.stringContaining(task) })
  expect(server.chats().map(({ model }) => model)).toEqual(['claude-sonnet-4-5', 'gpt-4o'])
  const { error } = await ws.invoke('llm.exec', { tool: 'api', model: 'openai/gpt-4o', task })
  expect(error).toMatchObject({ code: 'prompt-too-long', exit: 2 })
})
