import type { Envelope, FrontCall, FrontRequest, HttpFront } from '@nimbus/kernel/define'
import { imageBodyLimit } from '../chat/image-body-limit.ts'
import type { Body } from '../formats/format.ts'
import { type FormatName, formats } from '../formats/formats.ts'

/** What the pipeline checked a result against: the output of the operation. */
type Data = { body?: Body; end?: string }

const asksForStream = (body: unknown): boolean =>
  body !== null && typeof body === 'object' && 'stream' in body && body.stream === true

const betasOf = (headers: Headers): string[] | undefined =>
  headers
    .get('anthropic-beta')
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** A route that answers in a foreign format: the body goes on as it came, and so does the answer. */
export const forwardingFront = (format: FormatName, path: string, summary: string): HttpFront => {
  const { fault, streamFault, beat } = formats[format]
  const stream = {
    beat,
    chunk: (data: unknown) => (typeof data === 'string' ? data : ''),
    end: ({ error, data }: Envelope) => (error ? streamFault(error) : ((data as Data).end ?? '')),
  }
  return {
    kind: 'http',
    method: 'POST',
    path,
    operation: 'llm.forward',
    summary,
    bodyLimit: imageBodyLimit,
    open({ body, headers }: FrontRequest): FrontCall {
      const betas = format === 'anthropic' ? betasOf(headers) : undefined
      return {
        input: { format, body, ...(betas ? { betas } : {}) },
        answer: ({ error, data }) => (error ? fault(error) : { status: 200, body: (data as Data).body }),
        ...(asksForStream(body) ? { stream } : {}),
      }
    },
    fault,
  }
}
