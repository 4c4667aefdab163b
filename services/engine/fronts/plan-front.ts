import { type Envelope, type ErrorData, type FrontAnswer, type HttpFront, invalid } from '@nimbus/kernel/define'

const fields = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {}

/** What is asked for: `input`, or what others call it. */
const requestIn = (body: unknown): string => {
  const { input, request, message } = fields(body)
  const said = [input, request, message].find((each) => typeof each === 'string')
  if (typeof said !== 'string')
    throw invalid('invalid-input', 'input: missing', {
      at: 'input',
      why: 'a plan is made of a request in words',
      next: 'send { "input": "VPC with 3 zones in Oregon for staging" }',
    })
  return said
}

/** The status of each answer: 422 where there is something to say first or nothing can be planned. */
const answer = (envelope: Envelope): FrontAnswer => {
  if (envelope.error) return fault(envelope.error, statuses[envelope.error.exit] ?? 500)
  const { plan, question, candidates, refused, nearest, ...account } = fields(envelope.data)
  if (plan !== undefined) return { status: 200, body: { plan, ...account } }
  const said = typeof question === 'string' ? { question, candidates } : { refused, nearest }
  return { status: 422, body: { error: question ?? refused, ...said, ...account } }
}

const statuses: Readonly<Record<number, number>> = { 2: 422, 3: 409, 4: 403, 5: 424 }

const fault = ({ code, message, at, why, next }: ErrorData, status: number): FrontAnswer => ({
  status,
  body: { error: message, code, ...(at && { at }), ...(why && { why }), ...(next && { next }) },
})

const front = (path: string): HttpFront => ({
  kind: 'http',
  method: 'POST',
  path,
  operation: 'engine.plan',
  summary: 'A request in words becomes a plan: { input } → { plan }',
  open: ({ body }) => {
    const { earlier } = fields(body)
    return { input: { request: requestIn(body), ...(Array.isArray(earlier) && { earlier }) }, answer }
  },
  fault,
})

/** The routes that were promised for plans, in their own shape. */
export const planFronts: readonly HttpFront[] = [front('/api/core/plan'), front('/api/core/plans/generate')]
