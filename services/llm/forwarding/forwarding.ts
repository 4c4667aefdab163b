import { invalid } from '@nimbus/kernel/define'
import { plausibleUsage } from '../conversation/plausible.ts'
import type { ChatResult } from '../conversation/request.ts'
import type { Body, ForeignRequest, Format } from '../formats/format.ts'
import { type Ask, type CalledAnswer, callModel } from '../providers/call-model.ts'
import { forwardCall, type Returned } from './forward-call.ts'

/** A request in a foreign format on its way, whoever answers it. */
export interface Forwarding {
  /** Asks a model in the format of the request where its provider speaks that, and translates where it does not. */
  ask: Ask
  /** What is left to tell whoever asked, once somebody has answered. */
  rest(result: ChatResult): { body: Body } | { end: string }
}

const answerOf = ({ heard }: Returned, id: string, unheeded: readonly string[]): CalledAnswer => {
  const usage = heard.usage && plausibleUsage(heard.usage)
  const answer: CalledAnswer = {
    text: heard.text,
    // They go on as they are: nobody here reads them.
    toolCalls: [],
    finish: heard.finish,
    servedBy: heard.servedBy ?? id,
    unheeded,
  }
  if (usage) answer.usage = usage
  return answer
}

const refuseLoss = ({ onlyHere: [field] }: ForeignRequest, provider: string): void => {
  if (field === undefined) return
  throw invalid('not-supported', `${field} is not supported by ${provider}`, {
    at: field,
    why: 'it means something to providers that speak the format of the request only',
    next: 'leave it out, or name a model of such a provider',
  })
}

/**
 * Begins to forward a request. `clean` gives its body without secrets, and is asked only where the body itself is sent;
 * `pass` is given what a stream says, as text of its format.
 */
export const createForwarding = (
  format: Format,
  asked: ForeignRequest,
  { clean, headers }: { clean: () => Body; headers: Readonly<Record<string, string>> | undefined },
): Forwarding => {
  const stream = asked.stream ? format.translatedStream(asked) : undefined
  let body: Body | undefined
  let returned: Returned | undefined

  return {
    async ask(provider, facts, request, { stop, onChunk }) {
      returned = undefined
      if (format.isSpokenBy(provider, facts)) {
        body ??= clean()
        const sent = format.bodyFor(body, { facts, provider, instructions: request.instructions })
        const to = { provider, facts, format, asked, body: sent.body, headers }
        returned = await forwardCall(to, onChunk ? { stop, pass: onChunk } : { stop })
        return answerOf(returned, facts.id, sent.unheeded)
      }
      refuseLoss(asked, provider.name)
      // What must fit a schema is known to fit only once it is whole.
      const piecewise = onChunk && stream && !request.schema
      return callModel(provider, facts, request, {
        stop,
        ...(piecewise
          ? { onChunk: (chunk) => onChunk(stream.chunk(chunk), typeof chunk === 'string' ? chunk.length : 1) }
          : {}),
      })
    },
    rest(result) {
      if (returned?.whole) return { body: format.forwarded(returned.whole, result) }
      if (returned?.closing) return { end: format.closing(returned.closing, result) }
      if (!stream) return { body: format.translated(result) }
      return { end: stream.end({ ok: true, outcome: 'done', run: '', data: result }) }
    },
  }
}
