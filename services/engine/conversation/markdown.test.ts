import { expect, test } from 'bun:test'
import { markdownOf, type Shown } from './markdown.ts'

const turn = { n: 1, at: '2026-11-30T10:00:00Z', said: 'Why?', answer: '', mode: 'model' as const, persona: 'expert' }
const head = { id: 'c_a', title: 'Why?', startedAt: turn.at, updatedAt: turn.at, persona: 'expert', tainted: false }
const shown = (more: Pick<Shown['turns'][number], 'ended' | 'why'>) =>
  markdownOf({ ...head, turns: [{ ...turn, calls: [], unpriced: 0, ...more }] })

test('how a turn ended is said where it was not answered', () => {
  expect(shown({ ended: 'interrupted', why: 'The call was cancelled' })).toContain(
    '*interrupted: The call was cancelled*',
  )
  expect(shown({ ended: 'open' })).toContain('*not ended: it goes on, or its process was killed*')
})
