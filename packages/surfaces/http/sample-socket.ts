/** A WebSocket of a test, whose messages can be waited for in order. */
export interface SampleSocket extends AsyncDisposable {
  send(message: unknown): void
  sendText(text: string): void
  /** The next message. */
  next(): Promise<Record<string, unknown>>
  /** Messages up to and with the first one of a type. */
  until(type: string): Promise<Record<string, unknown>[]>
  /** How the server closed it. */
  closed: Promise<{ code: number; reason: string }>
  close(): void
}

/** Opens one; rejects when the server does not let it in. */
export const openSocket = async (
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<SampleSocket> => {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers: { ...headers } })
  const waiting: Record<string, unknown>[] = []
  let wake: (() => void) | undefined
  const { promise: closed, resolve: close } = Promise.withResolvers<{ code: number; reason: string }>()
  socket.onmessage = ({ data }) => {
    waiting.push(JSON.parse(String(data)) as Record<string, unknown>)
    wake?.()
  }
  const { promise: open, resolve, reject } = Promise.withResolvers<undefined>()
  socket.onopen = () => resolve(undefined)
  socket.onclose = ({ code, reason }) => {
    reject(new Error(`closed with ${code}`))
    close({ code, reason })
    wake?.()
  }
  await open
  const next = async () => {
    for (;;) {
      const message = waiting.shift()
      if (message) return message
      if (socket.readyState === WebSocket.CLOSED) throw new Error('the socket is closed')
      const { promise, resolve: woken } = Promise.withResolvers<void>()
      wake = woken
      await promise
    }
  }
  return {
    closed,
    next,
    send: (message) => socket.send(JSON.stringify(message)),
    sendText: (text) => socket.send(text),
    async until(type) {
      const all: Record<string, unknown>[] = []
      do all.push(await next())
      while (all.at(-1)?.type !== type)
      return all
    },
    close: () => socket.close(),
    async [Symbol.asyncDispose]() {
      socket.close()
      await closed
    },
  }
}
