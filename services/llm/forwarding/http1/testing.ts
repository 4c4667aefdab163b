/** Bytes, cut at some places. */
export const inCuts = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b)
  return [...places, bytes.length]
    .map((to, i) => bytes.subarray(places[i - 1] ?? 0, to))
    .filter(({ length }) => length > 0)
}

/** One request as it came over a connection; both are counted from 1. */
export interface RawRequest {
  connection: number
  nth: number
  text: string
  /** Sends bytes as they are. */
  say(text: string): void
  close(): void
  /** Resolves once the other end has closed the connection. */
  left: Promise<void>
}

/** A server that does with each request what it is told, byte for byte. */
export const rawServer = (answer: (request: RawRequest) => void) => {
  let connections = 0
  interface Heard {
    connection: number
    nth: number
    text: string
    left: PromiseWithResolvers<void>
  }
  const server = Bun.listen<Heard>({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      open(socket) {
        connections += 1
        socket.data = { connection: connections, nth: 0, text: '', left: Promise.withResolvers() }
      },
      data(socket, bytes) {
        const heard = socket.data
        heard.text += bytes.toString('latin1')
        const head = heard.text.indexOf('\r\n\r\n')
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(heard.text)?.[1])
        if (head < 0 || heard.text.length < head + 4 + length) return
        heard.nth += 1
        answer({
          connection: heard.connection,
          nth: heard.nth,
          text: heard.text,
          left: heard.left.promise,
          say: (text) => void socket.write(text),
          close: () => void socket.end(),
        })
        heard.text = ''
      },
      close: ({ data }) => data.left.resolve(),
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}/v1/chat/completions`,
    get connections() {
      return connections
    },
    [Symbol.dispose]: () => server.stop(true),
  }
}
