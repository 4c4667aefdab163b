/** The part of a WebSocket that writing needs. `send` gives -1 when the reader is behind and 0 when it was not taken. */
export interface Sink {
  send(text: string): number
}

/** Messages on their way to a reader that may be slower than what it reads. */
export interface Outbox {
  /** Sends, or keeps for later; false when more would wait than may, or the connection is gone. */
  put(text: string): boolean
  /** To be called when the reader has room again; false as for `put`. */
  drained(): boolean
}

/** An outbox that keeps order, and at most `limit` characters. */
export const createOutbox = (sink: Sink, limit: number): Outbox => {
  let waiting: string[] = []
  let size = 0
  let behind = false

  const put = (text: string): boolean => {
    if (behind) {
      size += text.length
      waiting.push(text)
      return size <= limit
    }
    const sent = sink.send(text)
    behind = sent === -1
    return sent !== 0
  }
  return {
    put,
    drained() {
      const texts = waiting
      waiting = []
      size = 0
      behind = false
      return texts.every(put)
    },
  }
}
