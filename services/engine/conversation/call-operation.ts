import type { Call, Envelope } from '@nimbus/kernel/define'
import { hasChanged } from './has-changed.ts'
import type { CallMade } from './record.ts'
import type { Talk } from './talk.ts'

/** The longest one-line text of an input or a result in what is shown of a call. */
const longestShown = 160

const oneLine = (value: unknown): string => {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).replaceAll(/\s+/g, ' ')
  return text.length > longestShown ? `${text.slice(0, longestShown).toWellFormed()}…` : text
}

const inputText = (input: unknown): string =>
  input && typeof input === 'object'
    ? oneLine(
        Object.entries(input)
          .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
          .join(' '),
      )
    : oneLine(input)

const marks: Readonly<Record<string, string>> = { done: '✓', approval: '?', negative: '!' }

const detailOf = ({ error, data }: Envelope): string => oneLine(error ? error.message : (data ?? ''))

const madeOf = (operation: string, effect: CallMade['effect'], envelope: Envelope): CallMade => {
  const { run, outcome, error } = envelope
  return {
    operation,
    effect,
    outcome,
    ...(run ? { run } : {}),
    ...(error?.plan ? { plan: error.plan } : {}),
    ...(hasChanged(envelope) ? { changed: true as const } : {}),
  }
}

/**
 * Makes a call that a turn wants made, and tells of it. It goes through the whole pipeline as a model's call for the
 * person: nothing that the person said covers it, and only they can be asked.
 */
export const callOperation = async (call: Call, talk: Talk): Promise<Envelope> => {
  const { ctx, so, session } = talk
  const n = so.calls.length + 1
  const { operation } = call
  const entry = ctx.catalog.get(operation)
  const effect = entry?.effect ?? 'read'
  const input = inputText(ctx.masked(call.input))
  ctx.emit({ type: 'call-started', n, operation, effect, input, text: `→ ${operation} ${input}`.trimEnd() })
  const started = performance.now()
  // Previews, chunks and errors carry text as well, so the mark does not wait for the result. What has an effect is
  // decided before it gives any.
  if (entry?.untrusted && effect === 'read') so.tainted = true
  const envelope = await ctx.delegate(call, {
    session,
    ...(so.tainted ? { tainted: true } : {}),
    onEvent({ type, data }) {
      if (type === 'progress' && data && typeof data === 'object' && 'text' in data) ctx.progress(String(data.text))
    },
  })
  // So do the calls that it made, whatever it is called itself, and the reasons of rules that the workspace brought along.
  const { why = '' } = envelope.error ?? {}
  if (entry?.untrusted || ctx.isTainted(session) || why.startsWith('workspace: ')) so.tainted = true
  so.calls.push(madeOf(operation, effect, envelope))
  const { outcome, run, error } = envelope
  const detail = detailOf(envelope)
  ctx.emit({
    type: 'call-ended',
    n,
    operation,
    outcome,
    ...(run ? { run } : {}),
    ms: Math.round(performance.now() - started),
    detail,
    text: `${marks[outcome] ?? '✗'} ${operation}${error ? `: ${detail}` : ''}`,
  })
  if (error?.plan)
    ctx.emit({
      type: 'approval',
      n,
      operation,
      plan: error.plan,
      text: `  next ${error.next ?? `nimbus approve ${error.plan}`}`,
    })
  return envelope
}
