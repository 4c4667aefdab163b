import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['README.md', 'src/app.ts'], llm: { models: ['openai/gpt-4o'] } }

test('a file that a question to a model is about goes along with it', () => {
  expect(planned('ask gpt-4o to summarise README.md', world)).toEqual([
    ['llm.chat', { prompt: 'summarise README.md', context: ['README.md'], model: 'openai/gpt-4o' }],
  ])
})

test('what is no file here goes along with nothing', () => {
  expect(planned('ask gpt-4o what a Dockerfile.dev is', world)).toEqual([
    ['llm.chat', { prompt: 'what a Dockerfile.dev is', model: 'openai/gpt-4o' }],
  ])
})
