import { askLine } from './ask-line.ts'
import { onHangUp } from './hang-up.ts'
import { silence } from './standard-streams.ts'

/** What the signals of the terminal mean to a running command. */
export interface Interruption {
  /** The first Ctrl-C, a TERM, or the end of the terminal: the call is cancelled, programs stop the way they survive it. */
  cancelled: AbortSignal
  /** A later Ctrl-C, when a person said yes: programs that are finishing their state are ended as well. */
  insisted: AbortSignal
  stop(): void
}

const question = 'A program is finishing its state; ending it now may leave resources in no state. End it? [y/N] '

/** Listens for Ctrl-C, TERM and HUP. Without a terminal nobody is asked: programs that hold state always finish. */
export const listenForInterruption = (interactive: boolean, said: (text: string) => void): Interruption => {
  const cancel = new AbortController()
  const insist = new AbortController()
  let asking = false

  const again = async () => {
    asking = true
    try {
      if (/^y(es)?$/i.test(await askLine(question))) insist.abort(new DOMException('Ended at once', 'AbortError'))
    } finally {
      asking = false
    }
  }
  const interrupt = () => {
    if (!cancel.signal.aborted) cancel.abort(new DOMException('Interrupted', 'AbortError'))
    else if (!interactive) said('still stopping; a program that holds state is left to finish it')
    else if (!asking) again().catch((error: unknown) => said(String(error)))
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const unheed = onHangUp(() => {
    // Nobody reads any more, and what writes to a terminal that is gone fails.
    silence()
    cancel.abort(new DOMException('The terminal is gone', 'AbortError'))
  })
  return {
    cancelled: cancel.signal,
    insisted: insist.signal,
    stop() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      unheed()
    },
  }
}
