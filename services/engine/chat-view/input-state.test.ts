import { expect, test } from 'bun:test'
import { written } from './editor.ts'
import { layOut } from './editor-layout.ts'
import { type Deed, type InputState, nothingTyped, pressed, type Situation } from './input-state.ts'
import type { Press } from './key-press.ts'

const idle: Situation = { asked: false, busy: false }
const text = (of: string): Press => ({ kind: 'text', text: of })
const enter: Press = { kind: 'enter' }

const type = (presses: readonly Press[], now = idle, from: InputState = nothingTyped) => {
  const deeds: Deed[] = []
  let state = from
  for (const press of presses) {
    const after = pressed(state, press, now)
    state = after.state
    if (after.deed) deeds.push(after.deed)
  }
  return { state, deeds }
}

test('Enter says what was typed, and nothing when nothing was', () => {
  expect(type([text('hello'), enter, enter]).deeds).toEqual([{ kind: 'say', text: 'hello' }])
})

test('what is typed while something is done waits', () => {
  const { state, deeds } = type([text('yes'), enter], { asked: false, busy: true })
  expect(deeds).toEqual([])
  expect(state.message.text).toBe('yes')
})

test('a question is answered with its own words, never with those of a message begun before', () => {
  const { state } = type([text('y')])
  expect(type([enter], { asked: true, busy: true }, state).deeds).toEqual([{ kind: 'answer', text: '' }])
})

test('what is pasted is said as it is, tabs included, and shown with what is invisible written out', () => {
  const pasted = 'all:\n\tgcc a.c\u001b[2J\u202e'
  const { state, deeds } = type([text(pasted), enter])
  expect(deeds).toEqual([{ kind: 'say', text: pasted }])
  expect(state.message.text).toBe('')
  expect(layOut(written(pasted), '› ', 60, 9)).toEqual({
    rows: ['› all:', '    gcc a.c\\u{1b}[2J\\u{202e}'],
    x: 28,
    y: 1,
  })
})

test('one character as a person sees it is removed at once', () => {
  const { state } = type([text('a👩‍👩‍👧e\u0301'), { kind: 'remove', to: 'left' }, { kind: 'remove', to: 'left' }])
  expect(state.message).toEqual({ text: 'a', at: 1 })
})

test('words are moved over and removed like in a shell', () => {
  const { state } = type([
    text('plan the network'),
    { kind: 'move', to: 'word-left' },
    { kind: 'remove', to: 'word-left' },
    { kind: 'remove', to: 'end' },
  ])
  expect(state.message.text).toBe('plan ')
})

test('up and down move between lines first, then through what was said', () => {
  const { state } = type([text('one'), enter, text('a\nb'), { kind: 'move', to: 'up' }])
  expect(state.message).toEqual({ text: 'a\nb', at: 1 })
  const back = type([{ kind: 'move', to: 'up' }], idle, state)
  expect(back.state.message.text).toBe('one')
  expect(type([{ kind: 'move', to: 'down' }], idle, back.state).state.message.text).toBe('a\nb')
})

test('a long line goes on below, and the cursor with it', () => {
  expect(layOut(written('abcdefgh'), '› ', 6, 9)).toEqual({ rows: ['› abcd', '  efgh'], x: 6, y: 1 })
  expect(layOut({ text: 'ab\ncd', at: 3 }, '› ', 6, 9)).toEqual({ rows: ['› ab', '  cd'], x: 2, y: 1 })
  expect(layOut({ text: 'ab', at: 0 }, '› ', 6, 9)).toMatchObject({ x: 2, y: 0 })
})

test('of many lines those around the cursor are shown', () => {
  const many = Array.from({ length: 100 }, (_, n) => String(n)).join('\n')
  const { rows, y } = layOut(written(many), '› ', 20, 5)
  expect(rows).toEqual(['  95', '  96', '  97', '  98', '  99'])
  expect(y).toBe(4)
})

test('Tab completes the name of a command as far as it is clear, and says which there are where it is not', () => {
  const tab: Press = { kind: 'complete' }
  expect(type([text('/res'), tab]).state.message).toEqual(written('/resume '))
  const several = type([text('/p'), tab])
  expect(several.state.message.text).toBe('/p')
  expect(several.deeds).toEqual([{ kind: 'hint', text: '/plan  /persona' }])
  for (const said of ['look', '/nothing-like', '/resume c_']) {
    const { state, deeds } = type([text(said), tab])
    expect([state.message.text, deeds]).toEqual([said, []])
  }
})
