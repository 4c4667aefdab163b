import { expect, test } from 'bun:test'
import type { Ask } from '@nimbus/kernel'
import { questionFor } from './ask.ts'
import { styleFor } from './style.ts'

/** The question before the deletion of files of these names. */
const askedFor = (...names: string[]) => {
  const changes = names.map((name) => ({ resource: `workspace:${name}`, effect: 'delete' as const }))
  const decided = changes.map((change) => ({ change, decide: 'ask' as const }))
  const ask = { summary: 'Remove', preview: { changes }, decision: { rule: 'default', changes: decided } }
  return questionFor(ask as unknown as Ask, styleFor(false, {}))
}

test('what is deleted is typed by its name, several things by their number', () => {
  expect(askedFor('a.txt').accepts('a.txt')).toBe(true)
  expect(askedFor('a.txt').accepts('y')).toBe(false)
  expect(askedFor('a.txt', 'b.txt').accepts('delete 2')).toBe(true)
})

test('a name that a terminal would obey is asked for as it is shown', () => {
  const { prompt, accepts } = askedFor('z\u001b[2J\u202e\n.md')
  expect(prompt).toBe('This deletes. Type z\\u{1b}[2J\\u{202e}⏎.md to go ahead: ')
  expect(accepts('z\\u{1b}[2J\\u{202e}⏎.md')).toBe(true)
})
