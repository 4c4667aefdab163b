import { createInterface } from 'node:readline'
import { type ViewPort, visible } from '@nimbus/view'
import { type Block, isDone } from './block.ts'
import { blockLines, type Look } from './block-lines.ts'
import { paintFor } from './paint.ts'
import { openSession, type Session } from './session.ts'

const look: Look = { width: Number.MAX_SAFE_INTEGER, paint: paintFor(false), calls: 'collapsed' }

/** Answers and what commands print are what was asked for; everything else is told beside it. */
const write = (block: Block): void => {
  if (block.kind === 'answer') process.stdout.write(visible(block.text))
  else if (block.kind === 'output') process.stdout.write(`${block.text}\n`)
  else if (block.kind !== 'said') process.stderr.write(`${blockLines(block, look).join('\n')}\n`)
}

/** Writes blocks as they are done. `end` ends the line of an answer that did not end it. */
const follow = (session: Session): { end: () => void; stop: () => void } => {
  let written = 0
  let cleared = 0
  let isMidLine = false
  const flush = () => {
    const { settled, live } = session.state
    if (session.state.cleared !== cleared) written = 0
    cleared = session.state.cleared
    const open = live.findIndex((block) => !isDone(block))
    const all = [...settled, ...(open < 0 ? live : live.slice(0, open))]
    for (const block of all.slice(written)) {
      write(block)
      if (block.kind === 'answer') isMidLine = !block.text.endsWith('\n')
    }
    written = Math.max(written, all.length)
  }
  return {
    end() {
      if (isMidLine) process.stdout.write('\n')
      isMidLine = false
    },
    stop: session.onChange(flush),
  }
}

/**
 * Holds a conversation line by line: each line of standard input is said, or is a command. Nobody is asked anything; what
 * needs a person ends with its plan. Gives the exit code of the last line that did not come to a good end.
 */
export const onLines = async (port: ViewPort): Promise<number> => {
  const session = openSession(port)
  const output = follow(session)
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  const end = () => lines.close()
  port.signal.addEventListener('abort', end, { once: true })
  if (port.signal.aborted) end()
  let exit = 0
  try {
    for await (const line of lines) {
      const code = await session.submit(line)
      output.end()
      if (code !== 0) exit = code
      if (session.state.over !== undefined || port.signal.aborted) break
    }
    return port.signal.aborted ? 130 : exit
  } finally {
    port.signal.removeEventListener('abort', end)
    lines.close()
    output.stop()
  }
}
