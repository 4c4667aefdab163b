import { type Envelope, type FrontAnswer, type HttpFront, invalid } from '@nimbus/kernel/define'
import { fault, fieldsOf, givenAs, plainAnswer } from './plain-answer.ts'
import { notesOf } from './surroundings.ts'

/** What the request may be called. */
const names = ['input', 'request', 'message'] as const

/** A body as input of the operation, which takes or refuses what else it says. */
const inputOf = (body: unknown): object => {
  const fields = fieldsOf(body)
  const name = givenAs(names, fields)
  if (name === undefined)
    throw invalid('invalid-input', 'input: missing', {
      at: 'input',
      why: 'a plan is made of a request in words',
      next: 'send { "input": "VPC with 3 zones in Oregon for staging" }',
    })
  const { input: _input, request: _request, message: _message, context: _context, options: _options, ...more } = fields
  const said = fields[name]
  if (typeof said !== 'string')
    throw invalid('invalid-input', `${name}: takes text`, { at: name, next: 'say in words what is to be planned' })
  return { ...more, request: said }
}

/** The status of each answer: 422 where there is something to say first or nothing can be planned. */
const answer = (envelope: Envelope, status: number, more: readonly string[]): FrontAnswer => {
  if (envelope.error) return plainAnswer(envelope, status)
  const { plan, question, candidates, refused, nearest, ...rest } = fieldsOf(envelope.data)
  const account = { ...rest, notes: [...more, ...(Array.isArray(rest.notes) ? rest.notes : [])] }
  if (plan !== undefined) return { status, body: { plan, ...account } }
  const said = typeof question === 'string' ? { question, candidates } : { refused, nearest }
  return { status: 422, body: { error: question ?? refused, ...said, ...account } }
}

const front = (path: string): HttpFront => ({
  kind: 'http',
  method: 'POST',
  path,
  operation: 'engine.plan',
  summary: 'A request in words becomes a plan: { input } → { plan }',
  open({ body }) {
    const more = notesOf(fieldsOf(body))
    return { input: inputOf(body), answer: (envelope, status) => answer(envelope, status, more) }
  },
  fault,
})

/** The routes that were promised for plans, in their own shape. */
export const planFronts: readonly HttpFront[] = [front('/api/core/plan'), front('/api/core/plans/generate')]
