import type { Answer } from './exchange.ts'
import { UnsoundAnswer } from './unsound.ts'

const formats: Readonly<Record<string, 'gzip' | 'deflate'>> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' }

/** An answer that was packed, although nobody asked for that, as it was meant; undefined for one that was not. */
export const unpacked = ({ head, body }: Answer): Response | undefined => {
  if (head.packed === undefined || head.framing === 0) return undefined
  const format = formats[head.packed]
  if (!format) throw new UnsoundAnswer(`it is packed as ${head.packed}, which nobody asked for`)
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await body.next()
      if (done) controller.close()
      else controller.enqueue(new Uint8Array(value))
    },
    cancel: async () => void (await body.return()),
  })
  return new Response(stream.pipeThrough(new DecompressionStream(format)), { status: head.status })
}
