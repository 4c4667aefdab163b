import type { Envelope, FrontStream } from '@nimbus/kernel/define'
import type { ChatResult } from '../conversation/request.ts'
import { anthropicEvent, anthropicStop, anthropicStreamFault, anthropicUsage } from './anthropic-answer.ts'
import { createPieces, type Piece } from './pieces.ts'

/** Said while nothing comes. */
export const anthropicBeat = anthropicEvent({ type: 'ping' })

/**
 * An answer as the events of this API, in their order: the message, each block with its deltas, why it stopped.
 *
 * What the input took is known at the end only, so the first event says 0 and `message_delta` says what it was.
 */
export const anthropicStream = (id: string, model: string): FrontStream => {
  const pieces = createPieces()
  let opened = false
  let index = -1
  let inText = false

  const opening = (): string => {
    if (opened) return ''
    opened = true
    const message = { id, type: 'message', role: 'assistant', model, content: [] }
    return anthropicEvent({
      type: 'message_start',
      message: { ...message, stop_reason: null, stop_sequence: null, usage: anthropicUsage() },
    })
  }
  const started = (block: unknown): string =>
    anthropicEvent({ type: 'content_block_start', index: ++index, content_block: block })
  const delta = (change: unknown): string => anthropicEvent({ type: 'content_block_delta', index, delta: change })
  const stopped = (): string => anthropicEvent({ type: 'content_block_stop', index })
  const textEnd = (): string => {
    if (!inText) return ''
    inText = false
    return stopped()
  }
  const textStart = (): string => {
    if (inText) return ''
    inText = true
    return started({ type: 'text', text: '' })
  }
  const said = (piece: Piece): string => {
    if ('text' in piece) return textStart() + delta({ type: 'text_delta', text: piece.text })
    const { id: call, name, input } = piece.call
    return [
      textEnd(),
      started({ type: 'tool_use', id: call, name, input: {} }),
      delta({ type: 'input_json_delta', partial_json: JSON.stringify(input ?? {}) }),
      stopped(),
    ].join('')
  }

  return {
    beat: anthropicBeat,
    chunk(chunk) {
      const piece = pieces.of(chunk)
      return piece ? opening() + said(piece) : ''
    },
    end({ error, data }: Envelope) {
      if (error) return anthropicStreamFault(error)
      // The pipeline checked it against the output of the operation.
      const result = data as ChatResult
      return [
        opening(),
        ...pieces.missing(result).map(said),
        textEnd(),
        anthropicEvent({
          type: 'message_delta',
          delta: anthropicStop(result.finish),
          usage: anthropicUsage(result.usage),
        }),
        anthropicEvent({ type: 'message_stop' }),
      ].join('')
    },
  }
}
