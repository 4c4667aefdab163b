import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['README.md', 'docs/guide.md', 'diagram.png', 'thrifty.yaml', 'usage.jsonl'],
  llm: {
    agents: ['reviewer', 'writer'],
    tools: ['claude-code', 'gemini'],
    models: ['anthropic/claude-haiku-5-5', 'openai/gpt-4o'],
  },
}

test.each([
  ['give claude-code the task to refactor src', { task: 'refactor src', tool: 'claude-code' }],
  ['tell gemini to write a poem', { task: 'write a poem', tool: 'gemini' }],
  ['with claude-code, add tests', { task: 'add tests', tool: 'claude-code' }],
  ['reviewer, look at docs/guide.md', { task: 'look at docs/guide.md', agent: 'reviewer', context: ['docs/guide.md'] }],
  [
    'have the writer turn README.md into a poem and store the answer in poem.md',
    { task: 'turn README.md into a poem', agent: 'writer', context: ['README.md'], output: 'poem.md' },
  ],
  [
    "let the writer do 'Write it up' with README.md as context and put the answer in report.md",
    { task: 'Write it up', agent: 'writer', context: ['README.md'], output: 'report.md' },
  ],
  [
    "let the writer rewrite 'we was there' in proper English",
    { task: "rewrite 'we was there' in proper English", agent: 'writer' },
  ],
  ["let claude-code fix the test 'orders total'", { task: "fix the test 'orders total'", tool: 'claude-code' }],
])('%s: whoever is named does it', (request, input) => expect(planned(request, world)).toEqual([['llm.exec', input]]))

test.each([
  [
    'summarize README.md with haiku',
    { prompt: 'summarize README.md', context: ['README.md'], model: 'anthropic/claude-haiku-5-5' },
  ],
  [
    'describe diagram.png using gpt-4o',
    { prompt: 'describe diagram.png', image: ['diagram.png'], model: 'openai/gpt-4o' },
  ],
  [
    'ask claude-haiku at temperature 0 to name our product',
    { prompt: 'name our product', model: 'anthropic/claude-haiku-5-5', temperature: 0 },
  ],
  ['ask haiku: what is a cidr?', { prompt: 'what is a cidr', model: 'anthropic/claude-haiku-5-5' }],
  [
    "ask gpt-4o to translate 'good morning' into French",
    { prompt: "translate 'good morning' into French", model: 'openai/gpt-4o' },
  ],
  ['ask haiku what "idempotent" means', { prompt: 'what "idempotent" means', model: 'anthropic/claude-haiku-5-5' }],
  [
    'ask gpt-4o: "what is a vpc?" at most 100 tokens',
    { prompt: 'what is a vpc?', model: 'openai/gpt-4o', maxTokens: 100 },
  ],
  [
    'ask the reviewer to look at docs/guide.md',
    { prompt: 'look at docs/guide.md', context: ['docs/guide.md'], agent: 'reviewer' },
  ],
])('%s: whoever is named is asked', (request, input) => expect(planned(request, world)).toEqual([['llm.chat', input]]))

test.each(['summarize README.md with nobody', 'tell bob to write a poem', 'with sudo, list docs'])(
  '%s: nobody here is called so',
  (request) => expect(Array.isArray(planned(request, world))).toBe(false),
)

test.each(['reviewer, writer costs last week', 'codex, delete README.md'])(
  '%s: not all that stands behind a name was given to it',
  (request) => expect(Array.isArray(planned(request, world))).toBe(false),
)

test('a question beside a model is none to it', () => {
  expect(planned('with gpt-4o, how many tokens has README.md', world)).toEqual([
    ['llm.tokens-count', { context: ['README.md'], model: 'openai/gpt-4o' }],
  ])
})

test('a log and a policy are told apart by what such files are', () => {
  expect(planned('simulate thrifty.yaml with usage.jsonl', world)).toEqual([
    ['llm.simulate', { log: 'usage.jsonl', policy: 'thrifty.yaml' }],
  ])
})

test('the configuration is looked at where nothing is ordered of it', () => {
  expect(planned('config of models', world)).toEqual([['llm.config-show', {}]])
})

test('the name of a file is not what it says', () => {
  expect(planned('save README.md as artifact notes.md', world)).toBe('ask')
})

test('a setting may have its value in one word', () => {
  expect(planned('set log.level=debug', world)).toEqual([['state.config-set', { key: 'log.level', value: 'debug' }]])
})

test('a model is what its whole name says, and else one of those is asked for', () => {
  const models = ['anthropic/claude-haiku-4-5', 'anthropic/claude-haiku-4-5-20251001']
  const several = { ...world, llm: { ...world.llm, models } }
  expect(planned('summarize README.md with claude-haiku-4-5', several)).toMatchObject([
    ['llm.chat', { model: 'anthropic/claude-haiku-4-5' }],
  ])
  expect(planned('summarize README.md with haiku', several)).toBe('ask')
})
