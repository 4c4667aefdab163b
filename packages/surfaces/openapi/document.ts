import type { CatalogEntry, HttpFront, ServiceEntry } from '@nimbus/kernel'
import { frontKey, frontPath } from './front-paths.ts'
import { type PathItem, pathsOf } from './operation-paths.ts'
import { problemResponses } from './responses.ts'
import { asComponent, componentName, refTo } from './schema-component.ts'
import { sharedSchemas } from './shared-schemas.ts'
import { socketPaths } from './socket-paths.ts'

const runId = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
const unauthenticated = { $ref: '#/components/responses/Unauthenticated' }
const absent = { $ref: '#/components/responses/Missing' }

const ownPaths: readonly PathItem[] = [
  {
    path: '/health',
    method: 'get',
    operation: {
      operationId: 'health',
      tags: ['server'],
      summary: 'Whether this process can do its work',
      security: [],
      responses: { '200': { description: 'It can' }, '503': { description: 'Something it depends on is not there' } },
    },
  },
  {
    path: '/api/runs/{id}/events',
    method: 'get',
    operation: {
      operationId: 'run-events',
      tags: ['server'],
      summary: 'Follow the events of a run',
      parameters: [
        runId,
        { name: 'after', in: 'query', description: 'Only events after this number', schema: { type: 'integer' } },
        { name: 'Last-Event-ID', in: 'header', description: 'Wins over `after`', schema: { type: 'integer' } },
      ],
      responses: {
        '200': {
          description: 'Events until the run has ended',
          content: {
            'text/event-stream': { schema: { type: 'string' } },
            'application/x-ndjson': { schema: refTo('RunEvent') },
          },
        },
        '204': { description: 'The run has ended and nothing follows that number' },
        '401': unauthenticated,
        '404': absent,
      },
    },
  },
  {
    path: '/api/runs/{id}/cancel',
    method: 'post',
    operation: {
      operationId: 'run-cancel',
      tags: ['server'],
      summary: 'Stop a run that you started on this server',
      parameters: [runId],
      responses: { '202': { description: 'It was told to stop' }, '401': unauthenticated, '404': absent },
    },
  },
]

/**
 * The OpenAPI 3.1 document of a list of operations. Its schemas are the catalog's own, because 3.1 speaks JSON Schema
 * 2020-12 as the catalog does. `x-nimbus-effect` says the most that an operation may do.
 */
export const openApiDocument = (
  entries: readonly CatalogEntry[],
  services: readonly ServiceEntry[],
  version: string,
  fronts: readonly HttpFront[] = [],
): Record<string, unknown> => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { path, method, operation } of [
    ...entries.flatMap(pathsOf),
    ...ownPaths,
    ...socketPaths,
    ...fronts.map(frontPath),
  ])
    paths[path] = { ...paths[path], [method]: operation }

  const used = new Set(entries.map(({ service }) => service))
  const schemas = entries.flatMap(({ id, input, output }) => [
    [componentName(id, 'input'), asComponent(input, componentName(id, 'input'))],
    [componentName(id, 'output'), asComponent(output, componentName(id, 'output'))],
  ])
  return {
    openapi: '3.1.0',
    info: {
      title: 'Nimbus',
      version,
      description: 'Every operation of Nimbus, as the command line, MCP and agents call them too.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [
      ...services.filter(({ name }) => used.has(name)).map(({ name, summary }) => ({ name, description: summary })),
      { name: 'server', description: 'The server itself' },
    ],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'From NIMBUS_TOKEN or the home of Nimbus' },
        ...(fronts.length > 0 ? { key: frontKey } : {}),
      },
      schemas: { ...sharedSchemas, ...Object.fromEntries(schemas) },
      responses: problemResponses,
    },
  }
}
