import { spinner } from '@nimbus/view'
import { Text, useAnimation, useCursor, useInput, usePaste } from 'ink'
import { useRef, useState } from 'react'
import type { Look } from './block-lines.ts'
import { layOut } from './editor-layout.ts'
import { promptMark } from './first-frame.ts'
import { editorOf, nothingTyped, pressed, type Situation } from './input-state.ts'
import { type Press, pressOf } from './key-press.ts'
import type { Session } from './session.ts'
import type { SessionState } from './session-state.ts'

/** What is being done, moving so that one sees that it goes on. */
const Busy = ({ text, look: { paint, width } }: { text: string; look: Look }) => {
  const { frame } = useAnimation({ interval: 120 })
  const line = `${spinner[frame % spinner.length]} ${text}`.slice(0, Math.max(10, width - 20))
  return <Text wrap="truncate">{`${paint.cyan(line)} ${paint.dim('(Esc interrupts)')}`}</Text>
}

const situationOf = ({ question, busy }: SessionState): Situation => ({
  asked: question !== undefined,
  busy: busy !== undefined,
})

interface PromptProps {
  session: Session
  state: SessionState
  look: Look
  /** Lines above it in the part of the screen that is drawn over, and the most that it may take itself. */
  above: number
  most: number
  onToggleCalls: () => void
}

/** Where a person types: a message of several lines, a command, or the answer to a question. */
export const Prompt = ({ session, state, look, above, most, onToggleCalls }: PromptProps) => {
  // Several keys may come before the screen is drawn again, so that what is typed lives outside of what is drawn.
  const typed = useRef(nothingTyped)
  const [, draw] = useState(0)
  const { setCursorPosition } = useCursor()

  const sayWhy = (thrown: unknown) => session.hint(thrown instanceof Error ? thrown.message : String(thrown))

  const take = (presses: readonly Press[]) => {
    for (const press of presses) {
      const after = pressed(typed.current, press, situationOf(session.state))
      typed.current = after.state
      const { deed } = after
      if (deed?.kind === 'say') session.submit(deed.text).catch(sayWhy)
      if (deed?.kind === 'answer') session.answer(deed.text)
      if (deed?.kind === 'hint') session.hint(deed.text)
      if (deed?.kind === 'interrupt') session.interrupt()
      if (deed?.kind === 'leave') session.leave(0)
      if (deed?.kind === 'toggle-calls') onToggleCalls()
    }
    draw((n) => n + 1)
  }
  useInput((input, key) => take(pressOf(input, key)))
  usePaste((text) => take([{ kind: 'text', text }]))

  const { question, busy } = state
  const isWaiting = busy !== undefined && question === undefined
  const { rows, x, y } = layOut(
    editorOf(typed.current, situationOf(state)),
    question?.prompt ?? promptMark,
    look.width,
    most,
  )
  setCursorPosition({ x, y: above + (isWaiting ? 1 : 0) + y })
  return (
    <>
      {isWaiting ? <Busy text={busy} look={look} /> : null}
      <Text>{rows.join('\n')}</Text>
    </>
  )
}
