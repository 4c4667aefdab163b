/** What one answer took, in milliseconds from the last byte of the request. */
export interface Timing {
  /** Until the first piece of the answer's text. */
  first: number
  /** Until its last byte. */
  whole: number
}

/** A connection that sends one request at a time, with as little work of its own as there can be. */
export interface Connection {
  ask(request: string): Promise<Timing>
  close(): void
}

const isWhole = (text: string): boolean => {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1]
  if (length !== undefined) return text.length - head - 4 >= Number(length)
  return text.endsWith('\r\n0\r\n\r\n')
}

/** Opens one. An answer that is not 200 is an error: a fast refusal is no measurement. */
export const connect = async (url: string): Promise<Connection> => {
  const { hostname, port } = new URL(url)
  let text = ''
  let started = 0
  let first = 0
  let closed = false
  let settle: { resolve: (timing: Timing) => void; reject: (error: Error) => void } | undefined
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      data(_socket, bytes) {
        text += bytes.toString('latin1')
        if (first === 0 && text.includes('"content":"It ')) first = performance.now() - started
        if (!isWhole(text)) return
        const whole = performance.now() - started
        if (text.startsWith('HTTP/1.1 200') && first > 0) settle?.resolve({ first, whole })
        else settle?.reject(new Error(`not the answer that was expected: ${text.slice(0, 500)}`))
      },
      close() {
        closed = true
        settle?.reject(new Error(`the connection was closed: ${text.slice(0, 500)}`))
      },
    },
  })
  return {
    ask(request) {
      if (closed) return Promise.reject(new Error('the connection was closed while it was idle'))
      text = ''
      first = 0
      const { promise, resolve, reject } = Promise.withResolvers<Timing>()
      settle = { resolve, reject }
      socket.write(request)
      started = performance.now()
      return promise
    },
    close: () => void socket.end(),
  }
}
