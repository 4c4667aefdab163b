import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['README.md', 'usage.jsonl'],
  llm: { agents: ['writer'], tools: ['codex', 'gemini'], models: [] },
}

test('asks for a text that was only described', () => {
  expect(planned('write the cost-optimized template into llm.yaml', world)).toBe('ask')
  expect(planned('write "the end" into notes.md', world)).toMatchObject([['fs.write', { content: 'the end' }]])
})

test('gives nobody a task that only tells or asks something of them', () => {
  expect(planned('codex can go from the tools', world)).toBe('ask')
  expect(planned('codex and gemini: which of them are installed', world)).toBe('ask')
  expect(planned('codex: fix the broken link', world)).toMatchObject([['llm.exec', { tool: 'codex' }]])
})

test('does not show what is to become something', () => {
  expect(planned('autonomy to careful', world)).toBe('ask')
  expect(planned('log.level = debug', world)).not.toEqual([['state.config-get', { key: 'log.level' }]])
})
