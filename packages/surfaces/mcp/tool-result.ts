import type { CallToolResult } from '@modelcontextprotocol/server'
import { type Envelope, type ErrorData, exits, failureEnvelope } from '@nimbus/kernel'

const errorText = ({ message, at, why, next, plan }: ErrorData): string =>
  [
    message,
    at && `at   ${at}`,
    why && `why  ${why}`,
    next && (plan ? `A person has to approve plan ${plan}. Ask them to run: ${next}` : `next ${next}`),
  ]
    .filter(Boolean)
    .join('\n')

/**
 * An envelope as the result of a tool: whole in the structured content, and as text for clients that show only that.
 *
 * An error is a result with `isError`, not an error of the protocol, so that the model reads what to do next.
 */
export const toResult = (envelope: Envelope): CallToolResult => ({
  content: [{ type: 'text', text: envelope.error ? errorText(envelope.error) : JSON.stringify(envelope.data ?? null) }],
  structuredContent: { ...envelope },
  ...(envelope.error ? { isError: true } : {}),
})

/** A result that is not the result of a run: what was found or described. */
export const toAnswer = (value: object): CallToolResult => ({
  content: [{ type: 'text', text: JSON.stringify(value) }],
  structuredContent: { ...value },
})

/** The refusal of a call before it could become a run. */
export const toRefusal = (code: string, message: string, parts: Pick<ErrorData, 'why' | 'next'>): CallToolResult =>
  toResult(failureEnvelope('', { code, message, ...parts, exit: exits.denied }))
