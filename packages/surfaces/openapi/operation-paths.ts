import type { CatalogEntry, JsonSchema, Route } from '@nimbus/kernel'
import { pathOf, templateOf } from '../http/route-path.ts'
import { problemRefs } from './responses.ts'
import { componentName, refTo } from './schema-component.ts'

/** One operation object of the document, and where it stands. */
export interface PathItem {
  path: string
  method: string
  operation: Record<string, unknown>
}

const dryRun = {
  name: 'dryRun',
  in: 'query',
  description: 'Only look: the preview and the decision, without effect',
  schema: { type: 'boolean' },
}

const resultOf = (entry: CatalogEntry) => {
  const schema = {
    allOf: [refTo('Envelope'), { type: 'object', properties: { data: refTo(componentName(entry.id, 'output')) } }],
  }
  return {
    description: 'It worked; `outcome` is `negative` when the answer is no',
    content: {
      'application/json': { schema },
      'text/event-stream': { schema: { type: 'string', description: 'Events of the run, then the envelope' } },
    },
  }
}

const common = (entry: CatalogEntry) => ({
  tags: [entry.service],
  summary: entry.summary,
  ...(entry.description ? { description: entry.description } : {}),
  responses: { '200': resultOf(entry), ...problemRefs },
  'x-nimbus-effect': entry.effect,
  'x-nimbus-idempotent': entry.idempotent,
})

const examplesOf = ({ examples }: CatalogEntry) =>
  examples.length === 0
    ? {}
    : {
        examples: Object.fromEntries(
          examples.map(({ title, input }, i) => [`example-${i + 1}`, { summary: title, value: input }]),
        ),
      }

const derived = (entry: CatalogEntry): PathItem => ({
  path: pathOf(entry.id),
  method: 'post',
  operation: {
    operationId: entry.id,
    ...common(entry),
    parameters: [dryRun],
    requestBody: {
      required: (entry.input.required?.length ?? 0) > 0,
      content: { 'application/json': { schema: refTo(componentName(entry.id, 'input')), ...examplesOf(entry) } },
    },
  },
})

const parameter = (entry: CatalogEntry, name: string, place: 'path' | 'query') => {
  const { description, ...schema } = entry.input.properties?.[name] ?? ({ type: 'string' } as JsonSchema)
  return {
    name,
    in: place,
    ...(description ? { description } : {}),
    ...(place === 'path' || entry.input.required?.includes(name) ? { required: true } : {}),
    schema,
  }
}

const without = (schema: JsonSchema, names: readonly string[]): JsonSchema => ({
  ...schema,
  ...(schema.required ? { required: schema.required.filter((name) => !names.includes(name)) } : {}),
})

const promised = (entry: CatalogEntry, { method, path }: Route, index: number): PathItem => {
  const { template, names: inPath } = templateOf(path)
  const others = Object.keys(entry.input.properties ?? {}).filter((name) => !inPath.includes(name))
  const takesBody = (method === 'POST' || method === 'PUT') && others.length > 0
  return {
    path: template,
    method: method.toLowerCase(),
    operation: {
      operationId: `${entry.id}-route-${index + 1}`,
      ...common(entry),
      parameters: [
        ...inPath.map((name) => parameter(entry, name, 'path')),
        ...(takesBody ? [] : others.map((name) => parameter(entry, name, 'query'))),
        dryRun,
      ],
      ...(takesBody
        ? { requestBody: { content: { 'application/json': { schema: without(entry.input, inPath) } } } }
        : {}),
    },
  }
}

/** The places where an operation answers: the derived route, and those that were promised and are not the same. */
export const pathsOf = (entry: CatalogEntry): PathItem[] => [
  derived(entry),
  ...entry.routes
    .filter(({ method, path }) => method !== 'POST' || path !== pathOf(entry.id))
    .map((route, i) => promised(entry, route, i)),
]
