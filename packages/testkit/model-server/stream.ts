import type { Settled } from './answer.ts'
import type { Frames, WireFormat } from './wire-format.ts'

/** Waits for a gate or for the client to go away, whichever comes first. */
export const openOrGone = async (opened: Promise<void> | undefined, signal: AbortSignal): Promise<void> => {
  if (!opened || signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  await Promise.race([opened, promise])
}

type Fault = NonNullable<Settled['fault']>

/** The frames before a fault and those after it. */
const parted = ({ opening, pieces, closing }: Frames, fault: Fault | undefined): [string, string] => {
  if (!fault) return [[...opening, ...pieces, ...closing].join(''), '']
  return [[...opening, ...pieces.slice(0, fault.after)].join(''), [...pieces.slice(fault.after), ...closing].join('')]
}

/** Streams an answer as a provider does, up to the fault that is scripted for it. */
export const streamed = (
  frames: Frames,
  format: WireFormat,
  fault: Fault | undefined,
  signal: AbortSignal,
  ended: (how: 'answered' | 'gone') => void,
): Response => {
  const bytes = new TextEncoder()
  const [before, after] = parted(frames, fault)
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      if (before) controller.enqueue(bytes.encode(before))
      if (fault) {
        // What was written has to have left before the connection is cut.
        await openOrGone(fault.until?.opened, signal)
        if (signal.aborted) return
        if (fault.kind === 'disconnect') {
          ended('answered')
          // Without a reason: one that is given is printed.
          controller.error()
          return
        }
        if (fault.kind === 'malformed') controller.enqueue(bytes.encode(format.brokenFrame + after))
        if (fault.kind === 'refuse') controller.enqueue(bytes.encode(format.errorFrame))
        if (fault.kind === 'pause') controller.enqueue(bytes.encode(after))
      }
      controller.close()
      ended('answered')
    },
    cancel: () => ended('gone'),
  })
  return new Response(body, { headers: { 'content-type': format.contentType } })
}
