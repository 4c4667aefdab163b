import { type Backlog, createPatience } from './backlog.ts'

/** The part of a WebSocket that writing needs. `send` gives -1 when the reader is behind and 0 when it was not taken. */
export interface Sink {
  send(text: string): number
}

/** Messages on their way to a reader that may be slower than what it reads. */
export interface Outbox {
  /** Sends, or keeps for later; false when the reader is too slow, or the connection is gone. */
  put(text: string): boolean
  /** To be called when the reader has room again; false when the connection is gone. */
  drained(): boolean
  /** Resolves when nothing waits, or nothing is sent any more. */
  room(): Promise<void>
  /** Nothing is sent any more. */
  close(): void
}

/** An outbox that keeps order, and as many characters as may wait. */
export const createOutbox = (sink: Sink, backlog: Backlog): Outbox => {
  const isTooSlow = createPatience(backlog)
  let waiting: string[] = []
  let sent = 0
  let size = 0
  let behind = false
  let closed = false
  let roomy: (() => void)[] = []

  const send = (text: string): boolean => {
    const taken = sink.send(text)
    behind = taken === -1
    return taken !== 0
  }
  const tellRoom = () => {
    for (const tell of roomy) tell()
    roomy = []
  }
  return {
    put(text) {
      if (!behind) return send(text)
      const tooSlow = isTooSlow(size, text.length)
      size += text.length
      waiting.push(text)
      return !tooSlow
    },
    drained() {
      behind = false
      for (let text = waiting[sent]; text !== undefined && !behind; text = waiting[sent]) {
        sent += 1
        size -= text.length
        if (!send(text)) return false
      }
      if (sent < waiting.length) return true
      waiting = []
      sent = 0
      if (!behind) tellRoom()
      return true
    },
    async room() {
      if (closed || !behind) return
      const { promise, resolve } = Promise.withResolvers<void>()
      roomy.push(resolve)
      await promise
    },
    close() {
      closed = true
      tellRoom()
    },
  }
}
