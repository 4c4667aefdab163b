import { expect, test } from 'bun:test'
import { toolModelName } from './tool-models.ts'

test('a listed model has the name it is mapped to, a member of a family its own', () => {
  const tool = { models: { small: 'tool-mini', 'claude-*': 'claude-*' } }
  expect(toolModelName(tool, 'small')).toBe('tool-mini')
  expect(toolModelName(tool, 'claude-sonnet-4-5')).toBe('claude-sonnet-4-5')
  expect(toolModelName(tool, 'gpt-5')).toBeUndefined()
  expect(toolModelName(tool, 'toString')).toBeUndefined()
})

test('a tool that lists none takes any', () => {
  expect(toolModelName({ models: {} }, 'anthropic/anything')).toBe('anthropic/anything')
})
