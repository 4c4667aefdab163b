import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test('the text that is needed may stand behind a colon', () => {
  expect(planned('note in the history: rotated the keys')).toEqual([
    ['state.history-note', { summary: 'rotated the keys' }],
  ])
})

test('what stands before the colon has to be the order', () => {
  expect(planned('note for bob: rotated the keys')).not.toEqual([
    ['state.history-note', { summary: 'rotated the keys' }],
  ])
})
