import type { PathItem } from './operation-paths.ts'
import { problemRefs } from './responses.ts'

const { 401: unauthenticated, 403: denied } = problemRefs

/** Where sockets are opened, and what a browser needs to open one. */
export const socketPaths: readonly PathItem[] = [
  {
    path: '/api/tickets',
    method: 'post',
    operation: {
      operationId: 'ticket-create',
      tags: ['server'],
      summary: 'Get a ticket to open one socket with',
      description: 'For browsers, which cannot send a header with a WebSocket. Good once, for 30 seconds, as you.',
      responses: {
        '201': {
          description: 'Open the socket with `?ticket=`',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['ticket', 'expires'],
                properties: { ticket: { type: 'string' }, expires: { type: 'string', format: 'date-time' } },
              },
            },
          },
        },
        '401': unauthenticated,
        '429': { description: 'Too many tickets wait to be used' },
      },
    },
  },
  {
    path: '/api/{service}/stream',
    method: 'get',
    operation: {
      operationId: 'socket',
      tags: ['server'],
      summary: 'Open a WebSocket to a service',
      description:
        'Takes `{type: "call", id?, operation, input, dryRun?}`, `{type: "follow", id?, run, after?}` and `{type: "cancel", id?}`; sends `event`, `envelope`, `end` and `error` messages with that id. On the stream port of a service `/stream` is the same.',
      parameters: [
        { name: 'service', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'ticket', in: 'query', description: 'From POST /api/tickets', schema: { type: 'string' } },
      ],
      responses: {
        '101': { description: 'The socket is open' },
        '401': unauthenticated,
        '403': denied,
        '426': { description: 'The request was no WebSocket handshake' },
      },
    },
  },
]
