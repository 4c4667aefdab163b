import type { HttpFront } from '@nimbus/kernel'
import { templateOf } from '../http/route-path.ts'
import type { PathItem } from './operation-paths.ts'

/** A route in the format of another product. Its bodies are described where that product describes them. */
export const frontPath = ({ method, path, operation, summary }: HttpFront): PathItem => {
  const { template, names } = templateOf(path)
  return {
    path: template,
    method: method.toLowerCase(),
    operation: {
      operationId: `front-${template.slice(1).replaceAll(/[{}]/g, '').replaceAll('/', '-')}`,
      tags: [operation.slice(0, operation.indexOf('.'))],
      summary,
      description: `Calls \`${operation}\`. Errors have the form of that API; its clients send the token of Nimbus as their key.`,
      security: [{ token: [] }, { key: [] }],
      ...(names.length > 0
        ? { parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })) }
        : {}),
      ...(method === 'POST'
        ? { requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } } }
        : {}),
      responses: {
        '200': {
          description: 'In the format of that API',
          content: {
            'application/json': { schema: { type: 'object' } },
            ...(method === 'POST' ? { 'text/event-stream': { schema: { type: 'string' } } } : {}),
          },
        },
        default: { description: 'An error in the form of that API', content: { 'application/json': { schema: {} } } },
      },
    },
  }
}

/** How a client proves who it is where a front answers, beside the bearer token. */
export const frontKey = { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'The same token' }
