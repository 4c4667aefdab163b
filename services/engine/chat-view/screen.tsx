import type { ViewPort } from '@nimbus/view'
import { render } from 'ink'
import { ChatScreen } from './chat-screen.tsx'
import { openSession } from './session.ts'

/** Holds a conversation at a terminal, until the person leaves. Gives the exit code. */
export const onScreen = async (port: ViewPort): Promise<number> => {
  const session = openSession(port)
  const app = render(<ChatScreen session={session} version={port.version} colour={port.colour} />, {
    // The view decides what Ctrl-C means; whether there is a terminal was decided before.
    exitOnCtrlC: false,
    interactive: true,
  })
  const { promise: told, resolve } = Promise.withResolvers<void>()
  const leave = () => {
    session.leave(143)
    resolve()
  }
  port.signal.addEventListener('abort', leave, { once: true })
  if (port.signal.aborted) leave()
  try {
    await session.resume()
    // At a terminal that is gone Ink waits for ever for its last frame to be written.
    await Promise.race([app.waitUntilExit(), told])
  } finally {
    port.signal.removeEventListener('abort', leave)
    session.interrupt()
    app.unmount()
    await session.idle()
  }
  const { conversation, over } = session.state
  if (conversation) process.stderr.write(`go on with: nimbus chat --conversation ${conversation}\n`)
  return over ?? 0
}
