import type { Envelope, FrontStream } from '@nimbus/kernel/define'
import type { ChatResult } from '../conversation/request.ts'
import { nimbusPart, openAiCall, openAiFinish, openAiStreamFault, openAiUsage } from './openai-answer.ts'
import { createPieces, type Piece } from './pieces.ts'

/** Said while nothing comes: a comment, which clients pass over. */
export const openAiBeat = ': still here\n\n'

const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`

/** What a stream begins with; `created` is in seconds since 1970. */
export interface OpenAiStreamSetting {
  id: string
  created: number
  /** As it was asked for: who answers is known only at the end. */
  model: string
  includeUsage: boolean
}

/** An answer as `chat.completion.chunk` objects, ended by `[DONE]`. */
export const openAiStream = ({ id, created, model, includeUsage }: OpenAiStreamSetting): FrontStream => {
  const pieces = createPieces()
  let opened = false
  let calls = 0

  const object = (rest: Record<string, unknown>, name = model) =>
    data({
      id,
      object: 'chat.completion.chunk',
      created,
      model: name,
      ...rest,
      ...(includeUsage && !('usage' in rest) ? { usage: null } : {}),
    })
  const delta = (change: Record<string, unknown>) =>
    object({ choices: [{ index: 0, delta: change, logprobs: null, finish_reason: null }] })
  const opening = (): string => {
    if (opened) return ''
    opened = true
    return delta({ role: 'assistant', content: '', refusal: null })
  }
  const said = (piece: Piece): string =>
    'text' in piece
      ? delta({ content: piece.text })
      : delta({ tool_calls: [{ index: calls++, ...openAiCall(piece.call) }] })

  return {
    beat: openAiBeat,
    chunk(chunk) {
      const piece = pieces.of(chunk)
      return piece ? `${opening()}${said(piece)}` : ''
    },
    end({ error, data: result }: Envelope) {
      if (error) return openAiStreamFault(error)
      // The pipeline checked it against the output of the operation.
      const done = result as ChatResult
      const last = {
        choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: openAiFinish(done.finish) }],
        ...nimbusPart(done),
      }
      return [
        opening(),
        ...pieces.missing(done).map(said),
        object(last, done.model),
        includeUsage ? object({ choices: [], usage: openAiUsage(done.usage) }, done.model) : '',
        'data: [DONE]\n\n',
      ].join('')
    },
  }
}
