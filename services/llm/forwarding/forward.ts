import type { Context } from '@nimbus/kernel/define'
import { refuseRequest } from '../chat/refuse-request.ts'
import { servingAgeMs } from '../config/load-settings.ts'
import { converse } from '../conversation/converse.ts'
import type { ChatResult } from '../conversation/request.ts'
import { maskedBody } from '../conversation/without-secrets.ts'
import type { Body, ForeignRequest } from '../formats/format.ts'
import { type FormatName, formats } from '../formats/formats.ts'
import { createForwarding } from './forwarding.ts'

interface Input {
  format: FormatName
  body: Body
  betas: readonly string[]
}

/** A call looks at its body more than once: before it is decided, and when it is run. */
const known = new WeakMap<Body, ForeignRequest>()

/** What a body asks for. Raises what `Format.read` and `refuseRequest` raise. */
export const understood = ({ format, body }: Pick<Input, 'format' | 'body'>): ForeignRequest => {
  const found = known.get(body)
  if (found) return found
  const read = formats[format].read(body)
  refuseRequest(read.chat)
  known.set(body, read)
  return read
}

/** What became of a request: the answer in its format, and what Nimbus knows of it. */
export interface Forwarded extends Pick<ChatResult, 'provider' | 'model' | 'cost' | 'reasons' | 'warnings'> {
  body?: Body
  end?: string
}

/** Asks whoever the router chooses; a stream is emitted as it comes, as text of the format. */
export const runForward = async (input: Input, ctx: Context<string>): Promise<Forwarded> => {
  const asked = understood(input)
  const { ask, rest } = createForwarding(formats[input.format], asked, {
    clean: () => maskedBody(input.body, ctx),
    headers: input.betas.length > 0 ? { 'anthropic-beta': input.betas.join() } : undefined,
  })
  const result = await converse(asked.chat, ctx, {
    ask,
    // Existing clients come here, and ask many times in a moment.
    settingsAgeMs: servingAgeMs,
    ...(asked.stream ? { onChunk: (text) => typeof text === 'string' && ctx.emit(text) } : {}),
  })
  const { provider, model, cost, reasons, warnings } = result
  const forwarded: Forwarded = { ...rest(result), provider, model, reasons, warnings }
  if (cost !== undefined) forwarded.cost = cost
  return forwarded
}
