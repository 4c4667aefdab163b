import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const here = {
  files: ['diagram.png', 'src/app.ts', 'envs/dev/main.tf'],
  llm: { models: ['openai/gpt-4o'], agents: [], tools: [] },
}
const model = 'openai/gpt-4o'

test.each([
  ['and give it diagram.png', { image: ['diagram.png'] }],
  ['and show it src/app.ts', { context: ['src/app.ts'] }],
])('ask gpt-4o "What is this?" %s: who was asked gets it', (more, input) =>
  expect(planned(`ask gpt-4o "What is this?" ${more}`, here)).toEqual([
    ['llm.chat', { prompt: 'What is this?', model, ...input }],
  ]),
)

test.each([
  ['did i break the nimbus configuration files? please validate', 'state.config-validate'],
  ['is the nimbus config still fine? validate please', 'state.config-validate'],
  ['are the policies ok? please check', 'nimbus.policy-check'],
])('%s: the verb alone is no other order', (said, operation) => expect(planned(said, here)).toEqual([[operation, {}]]))
