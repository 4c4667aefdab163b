import { invalid, type SocketFront } from '@nimbus/kernel/define'
import { fieldsOf, givenAs } from './plain-answer.ts'

/** What the words may be called. */
const names = ['input', 'message', 'request'] as const

/** A payload as input of the operation, which takes or refuses what else it says. */
const inputOf = (payload: unknown): object => {
  const fields = fieldsOf(payload)
  const name = givenAs(names, fields)
  if (name === undefined)
    throw invalid('invalid-input', 'payload.input: missing', {
      at: 'payload.input',
      next: 'send { "type": "execute", "payload": { "input": "show me README.md" } }',
    })
  const { input: _input, message: _message, request: _request, ...more } = fields
  return { ...more, message: fields[name] }
}

/**
 * The promised messages of the socket: `{type: "execute", payload: {input}}` is a turn of a conversation. It is answered
 * with `chunk` messages, pieces of the answer; `progress`, for what happens beside them; and `done` with the result, or
 * `error`. The payload takes every other field of a turn, such as `conversation` and `mode`.
 */
export const converse: SocketFront = {
  kind: 'socket',
  type: 'execute',
  operation: 'engine.chat',
  open: (payload) => ({ input: inputOf(payload) }),
  chunk: (data) => ({ type: typeof data === 'string' ? 'chunk' : 'progress', data }),
  end: ({ run, data, error }) => (error ? { type: 'error', run, error } : { type: 'done', run, ...fieldsOf(data) }),
}
