import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'
import { chatPlace } from '../chat/testing.ts'
import { configuration } from './testing.ts'

const budget = 'limit: { type: hard }\ndaily_budget_usd: 1\n'

test.each([
  ['llm.yml', 'llm.yaml'],
  ['llm/policies.yml', 'policies.yaml'],
  ['llm/policy.yaml', 'policies.yaml'],
  ['llm/agent.yaml', 'agents.yaml'],
])('%s is not read, and whoever asks a model is told that it is to be %s', async (name, right) => {
  await using files = await configuration({ 'llm/models.yaml': 'models: {}\n', [name]: budget })
  const { settings, problems } = await files.read()
  expect(problems).toEqual([])
  expect(settings.warnings).toEqual([`~/.nimbus/${name} is not read, and no budget in it holds: rename it to ${right}`])
})

test('what is no configuration by its name, or a profile, is nothing to be warned of', async () => {
  await using files = await configuration({
    'llm/agents.yaml': 'agents: { a: { profile: agent.yaml } }\n',
    'llm/agent.yaml': 'instructions: Be brief.\n',
    'llm/bogus.yaml': 'x: 1\n',
    'llm/README.md': 'x\n',
  })
  const { settings, strays } = await files.read()
  expect(settings.warnings).toEqual([])
  expect(strays.map(({ shown }) => shown)).toEqual(['~/.nimbus/llm/bogus.yaml'])
})

test('a check names the file, whether or not there is another', async () => {
  await using ws = await workspace({ '.nimbus/llm/bogus.yaml': 'x: 1\n', '.nimbus/llm.yml': budget })
  const error = await failure(ws.call('llm.config-validate', {}))
  expect(error).toMatchObject({
    code: 'no-llm-config',
    why: '.nimbus/llm.yml is not read',
    next: 'rename it to llm.yaml, or move what it says there',
  })
  await ws.write({ '.nimbus/llm.yaml': 'models: {}\n' })
  const { valid, warnings } = await ws.call('llm.config-validate', {})
  expect(valid).toBe(true)
  expect(warnings.slice(0, 2)).toMatchObject([
    { message: '.nimbus/llm.yml is not read', why: 'nothing that it says counts, budgets included' },
    { message: '.nimbus/llm/bogus.yaml is not read' },
  ])
})

test('a chat says so, also when the file comes while a server runs', async () => {
  await using server = await modelServer({ otherwise: { text: 'Fine.' } })
  await using ws = await chatPlace(server)
  const ask = async () => (await ws.call('llm.chat', { prompt: 'hi', model: 'gpt-4o' })).warnings
  expect(await ask()).toEqual([])
  await ws.write({ '.nimbus/llm.yml': budget })
  expect(await ask()).toEqual(['.nimbus/llm.yml is not read, and no budget in it holds: rename it to llm.yaml'])
})
