/** Opens the socket and gives the messages as they come. */
export const openSocket = async (url: string, token: string) => {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  socket.onopen = () => resolve(undefined)
  socket.onerror = () => reject(new Error('it did not open'))
  const { readable, writable } = new TransformStream<Record<string, unknown>>()
  const writer = writable.getWriter()
  socket.onmessage = ({ data }) => void writer.write(JSON.parse(String(data)) as Record<string, unknown>)
  await promise
  const messages = readable.getReader()
  return {
    send: (message: unknown) => socket.send(JSON.stringify(message)),
    next: async () => (await messages.read()).value ?? {},
    [Symbol.dispose]: () => socket.close(),
  }
}
