import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

// Nothing is asked of anybody; an address where nobody listens would show it.
const env = {
  ANTHROPIC_API_KEY: 'sk-ant-api03-test-0123456789',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  OPENAI_API_KEY: undefined,
  GEMINI_API_KEY: undefined,
  GOOGLE_GENERATIVE_AI_API_KEY: undefined,
}

test('says who would answer, why, and what it would cost', async () => {
  await using place = await workspace({}, { env })
  const explained = await place.call('llm.route-explain', {
    task: 'Rename this variable to camel case',
    maxTokens: 100,
  })
  expect(explained).toMatchObject({
    chosen: 'anthropic/claude-haiku-5-5',
    reasons: [expect.stringContaining('anthropic/claude-sonnet-5-5'), expect.stringContaining('the task is simple')],
    complexity: { level: 'simple', features: { routine: 1 } },
    estimate: { outputTokens: 100 },
  })
  expect(explained.chain.map(({ target }) => target)).toEqual([
    'anthropic/claude-haiku-5-5',
    'anthropic/claude-sonnet-5-5',
  ])
  expect(explained.chain[0]?.cost).toBeLessThan(explained.chain[1]?.cost ?? 0)
})

test('context and tools count as they would in the call', async () => {
  await using place = await workspace({}, { env })
  const task = 'Rename this variable to camel case'
  const { chosen, reasons } = await place.call('llm.route-explain', { task, contextTokens: 20_000 })
  expect(chosen).toBe('anthropic/claude-sonnet-5-5')
  expect(reasons.at(-1)).toMatch(/about 20\d+ tokens are not under 1500/)
  const { complexity } = await place.call('llm.route-explain', { task, tools: 4 })
  expect(complexity.features.tools).toBe(0.5)
})

test('prints the answer first, then the reasons, in columns', async () => {
  await using place = await workspace({}, { env })
  const { exit, stdout } = await place.cli(['llm', 'route', 'explain', 'Rename this variable to camel case'])
  expect(exit).toBe(0)
  const lines = stdout.split('\n')
  expect(lines[0]).toMatch(/^anthropic\/claude-haiku-5-5 would answer, about \$0\.0\d+$/)
  expect(lines.filter((line) => /^(why|task|takes|then) {5,}/.test(line)).length).toBe(4)
})

test('an agent that does not exist and nobody to ask are one error each', async () => {
  await using place = await workspace({}, { env })
  const unknown = await failure(place.call('llm.route-explain', { task: 'x', agent: 'reviewer' }))
  expect(unknown).toMatchObject({ code: 'unknown-agent', exit: 2 })
  await using bare = await workspace({}, { env: { ...env, ANTHROPIC_API_KEY: undefined } })
  const nobody = await failure(bare.call('llm.route-explain', { task: 'x' }))
  expect(nobody).toMatchObject({ code: 'no-model', exit: 5 })
  expect(nobody.next).toContain('nimbus llm config init')
})

const withAgents = async (agents: string) => {
  const place = await workspace({}, { env, path: [] })
  await Bun.write(`${place.env.NIMBUS_HOME}/llm.yaml`, `agents: ${agents}\n`)
  return place
}

test('a program that is not installed is left out, and who stands behind it would answer', async () => {
  await using place = await withAgents(
    '{ a: { preferred_tool: codex, preferred_model: gpt-5, fallback_chain: ["api:claude-haiku-4-5"] } }',
  )
  const explained = await place.call('llm.route-explain', { task: 'Sum up', agent: 'a' })
  expect(explained).toMatchObject({
    chosen: 'anthropic/claude-haiku-4-5',
    rejected: [{ target: 'codex:gpt-5', reason: 'codex is not installed here' }],
  })
})

test('behind a program without a chain nobody stands, as when it is asked', async () => {
  await using place = await withAgents('{ a: { preferred_tool: codex, preferred_model: gpt-5 } }')
  const explained = await failure(place.call('llm.route-explain', { task: 'Sum up', agent: 'a' }))
  const asked = await failure(place.call('llm.exec', { task: 'Sum up', agent: 'a' }))
  expect(explained).toMatchObject({ code: 'nobody-left', exit: 5, why: expect.stringContaining('not installed') })
  expect(asked).toMatchObject({ code: explained.code, message: explained.message, exit: 5 })
})

test('a program that is preferred without a model is asked without one', async () => {
  await using place = await withAgents(
    '{ a: { preferred_tool: sh } }\ntools: { sh: { binary: /bin/sh, prompt: stdin } }',
  )
  const { chosen, chain, reasons } = await place.call('llm.route-explain', { task: 'Sum up', agent: 'a' })
  expect({ chosen, chain }).toEqual({ chosen: 'sh', chain: [{ target: 'sh' }] })
  expect(reasons).toEqual(['sh: agent a prefers it', 'sh chooses its model by itself'])
})
