import type { Key } from 'ink'
import type { Move } from './editor.ts'

/** What a key means in the prompt. */
export type Press =
  | { kind: 'text'; text: string }
  | { kind: 'move'; to: Move }
  | { kind: 'remove'; to: Move }
  | { kind: 'enter' | 'escape' | 'interrupt' | 'end' | 'toggle-calls' | 'complete' }

/** The keys that every line editor of a shell knows: https://tiswww.case.edu/php/chet/readline/rluserman.html (8.2). */
const controls: Readonly<Record<string, Press>> = {
  a: { kind: 'move', to: 'start' },
  e: { kind: 'move', to: 'end' },
  b: { kind: 'move', to: 'left' },
  f: { kind: 'move', to: 'right' },
  p: { kind: 'move', to: 'up' },
  n: { kind: 'move', to: 'down' },
  u: { kind: 'remove', to: 'start' },
  k: { kind: 'remove', to: 'end' },
  w: { kind: 'remove', to: 'word-left' },
  j: { kind: 'text', text: '\n' },
  c: { kind: 'interrupt' },
  d: { kind: 'end' },
  o: { kind: 'toggle-calls' },
}

/** Text that came at once: each end of a line and each tab is the key that it is, and what cannot be seen is left out. */
const typed = (input: string): Press[] =>
  input
    .split(/([\r\n\t])/)
    .filter((part) => part !== '')
    .flatMap((part): Press[] => {
      if (part === '\r') return [{ kind: 'enter' }]
      if (part === '\t') return [{ kind: 'complete' }]
      if (part === '\n') return [{ kind: 'text', text: '\n' }]
      const text = part.replaceAll(/\p{Cc}/gu, '')
      return text === '' ? [] : [{ kind: 'text', text }]
    })

/** What an input of the terminal means: one key, or several that came at once. */
export const pressOf = (input: string, key: Key): Press[] => {
  if (key.return) return [key.meta ? { kind: 'text', text: '\n' } : { kind: 'enter' }]
  if (key.escape) return [{ kind: 'escape' }]
  if (key.backspace) return [{ kind: 'remove', to: key.meta ? 'word-left' : 'left' }]
  if (key.delete) return [{ kind: 'remove', to: 'right' }]
  if (key.leftArrow) return [{ kind: 'move', to: key.ctrl || key.meta ? 'word-left' : 'left' }]
  if (key.rightArrow) return [{ kind: 'move', to: key.ctrl || key.meta ? 'word-right' : 'right' }]
  if (key.upArrow) return [{ kind: 'move', to: 'up' }]
  if (key.downArrow) return [{ kind: 'move', to: 'down' }]
  if (key.home) return [{ kind: 'move', to: 'start' }]
  if (key.end) return [{ kind: 'move', to: 'end' }]
  if (key.ctrl) {
    const press = controls[input]
    return press ? [press] : []
  }
  if (key.meta && input === '\r') return [{ kind: 'text', text: '\n' }]
  if (key.tab) return key.shift ? [] : [{ kind: 'complete' }]
  return key.meta ? [] : typed(input)
}
