import { type Editor, empty, inserted, moved, removed, written } from './editor.ts'
import { historyOf, type InputHistory, remembered, stepped } from './input-history.ts'
import type { Press } from './key-press.ts'
import { commandsFor } from './slash-commands.ts'

/** What a person is typing: a message, and apart from it the answer to a question. */
export interface InputState {
  message: Editor
  answer: Editor
  history: InputHistory
}

/** What is asked or done while a key comes. */
export interface Situation {
  asked: boolean
  busy: boolean
}

/** What a key does beyond the text. */
export type Deed =
  | { kind: 'say'; text: string }
  | { kind: 'answer'; text: string }
  | { kind: 'hint'; text: string }
  | { kind: 'interrupt' | 'leave' | 'toggle-calls' }

/** Nothing typed yet. */
export const nothingTyped: InputState = { message: empty, answer: empty, history: historyOf([]) }

/** The editor that keys go to. */
export const editorOf = (state: InputState, { asked }: Situation): Editor => (asked ? state.answer : state.message)

const put = (state: InputState, { asked }: Situation, editor: Editor): InputState =>
  asked ? { ...state, answer: editor } : { ...state, message: editor }

const enter = (state: InputState, now: Situation): { state: InputState; deed?: Deed } => {
  const { text } = editorOf(state, now)
  if (now.asked) return { state: { ...state, answer: empty }, deed: { kind: 'answer', text } }
  if (text.endsWith('\\')) return { state: put(state, now, written(`${text.slice(0, -1)}\n`)) }
  // What is typed while something is done stays where it is: it was not meant for what comes of it.
  if (now.busy || text.trim() === '') return { state }
  return {
    state: { ...state, message: empty, history: remembered(state.history, text.trim()) },
    deed: { kind: 'say', text },
  }
}

const move = (state: InputState, now: Situation, press: Extract<Press, { kind: 'move' }>): InputState => {
  const editor = editorOf(state, now)
  const next = moved(editor, press.to)
  const isVertical = press.to === 'up' || press.to === 'down'
  if (now.asked || !isVertical || next.at !== editor.at) return put(state, now, next)
  const found = stepped(state.history, press.to === 'up' ? 'back' : 'forth', editor.text)
  return found ? { ...state, history: found.history, message: written(found.text) } : state
}

const inCommon = (words: readonly string[]): string => {
  const [first = '', ...others] = words
  let end = 0
  while (end < first.length && others.every((word) => word[end] === first[end])) end += 1
  return first.slice(0, end)
}

/** Completes the name of a command as far as it is clear, and says which there are where it is not. */
const complete = (state: InputState, { asked, busy }: Situation): { state: InputState; deed?: Deed } => {
  const { text } = state.message
  const found = asked || busy ? [] : commandsFor(text)
  if (found.length === 0) return { state }
  const clear = `/${inCommon(found)}`
  if (found.length === 1) return { state: { ...state, message: written(`${clear} `) } }
  if (clear !== text) return { state: { ...state, message: written(clear) } }
  return { state, deed: { kind: 'hint', text: found.map((name) => `/${name}`).join('  ') } }
}

/** What is typed after one more key, and what the key does beyond that. */
export const pressed = (state: InputState, press: Press, now: Situation): { state: InputState; deed?: Deed } => {
  const editor = editorOf(state, now)
  switch (press.kind) {
    case 'text':
      return { state: put(state, now, inserted(editor, press.text)) }
    case 'remove':
      return { state: put(state, now, removed(editor, press.to)) }
    case 'move':
      return { state: move(state, now, press) }
    case 'enter':
      return enter(state, now)
    case 'escape':
      return now.busy ? { state, deed: { kind: 'interrupt' } } : { state: put(state, now, empty) }
    case 'interrupt':
      if (now.busy) return { state, deed: { kind: 'interrupt' } }
      return editor.text === '' ? { state, deed: { kind: 'leave' } } : { state: put(state, now, empty) }
    case 'end':
      return editor.text === '' && !now.busy ? { state, deed: { kind: 'leave' } } : { state }
    case 'complete':
      return complete(state, now)
    case 'toggle-calls':
      return { state, deed: { kind: 'toggle-calls' } }
  }
}
