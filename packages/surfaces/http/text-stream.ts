import { type Backlog, createPatience } from './backlog.ts'

/** An open response that text is written to. */
export interface TextStream {
  response: Response
  write(text: string): void
  /** Resolves when the reader has room. */
  room(): Promise<void>
  close(): void
}

/** How a stream of text is kept open. */
export interface TextStreamSetting {
  contentType: string
  /** Said when nothing else is, every `heartbeatMs` milliseconds. */
  beat: string
  heartbeatMs: number
  /** Bytes that may wait for a slow reader; one that stays further behind is left. */
  backlog: Backlog
  /** Called when the reader goes away, or is left, before the end. */
  left: () => void
}

/** Opens a stream that says regularly that it is alive. */
export const openTextStream = ({ contentType, beat, heartbeatMs, backlog, left }: TextStreamSetting): TextStream => {
  const encoder = new TextEncoder()
  const isTooSlow = createPatience(backlog)
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let closed = false
  let pulled: (() => void) | undefined

  const write = (text: string) => {
    if (closed || !controller) return
    const bytes = encoder.encode(text)
    // Only what waited before it counts: a single text may be of any length.
    if (isTooSlow(-(controller.desiredSize ?? 0), bytes.byteLength)) {
      finish()
      controller.error(new Error('the reader is too slow'))
      left()
    } else controller.enqueue(bytes)
  }
  const timer = setInterval(() => write(beat), heartbeatMs)
  const finish = () => {
    closed = true
    clearInterval(timer)
    pulled?.()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(opened) {
        controller = opened
      },
      pull() {
        pulled?.()
      },
      cancel() {
        finish()
        left()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 1 }),
  )
  return {
    response: new Response(body, {
      headers: { 'content-type': contentType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    }),
    write,
    async room() {
      if (closed || (controller?.desiredSize ?? 0) > 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      pulled = resolve
      await promise
    },
    close() {
      if (closed) return
      finish()
      controller?.close()
    },
  }
}
