import { type Stop, throwIfStopped } from '@nimbus/kernel/define'
import type { ModelFacts } from '../catalogue/facts.ts'
import type { Provider } from '../config/settings.ts'
import type { Chunk } from '../conversation/messages.ts'
import type { ChatRequest, ModelAnswer } from '../conversation/request.ts'
import { present } from '../present.ts'
import { attempt } from './attempt.ts'
import { callOptions } from './call-options.ts'
import { collectStream, collectWhole } from './collect-answer.ts'
import { modelObject } from './model-objects.ts'
import { checkOf, structuredText } from './structured-answer.ts'
import { withinTime } from './time-limit.ts'
import { finishOf, usageOf } from './usage.ts'

/** What a model gave, and what was noticed on the way. */
export interface CalledAnswer extends ModelAnswer {
  /** From the call to the first piece of the answer, in milliseconds; only of a stream. */
  firstTokenMs?: number
  /** Of the settings of the request, those that it did not heed, such as `does not heed seed`. */
  unheeded: readonly string[]
}

/** How a call is listened to. With `onChunk` the answer is streamed. */
export interface CallIo {
  stop: Stop
  /** With how many characters of an answer it holds, where it holds more than them. */
  onChunk?: (chunk: Chunk, characters?: number) => void
}

/** Asks one model once. Raises what `callModel` raises. */
export type Ask = (provider: Provider, facts: ModelFacts, request: ChatRequest, io: CallIo) => Promise<CalledAnswer>

/**
 * Asks a model of a provider and gives its answer.
 *
 * The time limit of the provider is one of silence: until the answer, or the next piece of a stream. Cancelling closes
 * the connection, so that the provider stops. A request with a schema gives JSON text that fits it.
 *
 * Raises `ModelFailure`; `missing-key` (exit 5), `invalid-key`, `misplaced-part` and `invalid-schema` (exit 2) before
 * anything is sent; and the reason of `io.stop` when that says so.
 */
export const callModel: Ask = async (provider, facts, request, { stop, onChunk }) => {
  throwIfStopped(stop)
  const check = request.schema ? checkOf(request.schema) : undefined
  const model = await modelObject(provider, facts.id)
  const here = attempt(provider, facts.id)
  return withinTime(here, stop, async (limit) => {
    const options = callOptions(provider.type, request, limit.signal)
    const collected = onChunk
      ? await collectStream((await model.doStream(options)).stream, here, () => limit.heard(), onChunk)
      : collectWhole(await model.doGenerate(options), here)
    const { text, toolCalls, finish, usage, servedBy, firstTokenMs, unheeded } = collected
    return {
      text: check && toolCalls.length === 0 ? structuredText(text, check, here) : text,
      toolCalls,
      finish: finishOf(finish),
      servedBy: servedBy ?? facts.id,
      unheeded,
      ...present({ usage: usageOf(usage), firstTokenMs }),
    }
  })
}
