import type { Gateway } from '@nimbus/host'
import { type CatalogEntry, exits, unknownOperation } from '@nimbus/kernel'
import { notFound, problem } from './problem.ts'

/** Why nothing answers a path: a wrong method, an operation that is not offered here, or no such operation. */
export const absent = (
  gateway: Gateway,
  path: string,
  method: string,
  serves: (entry: CatalogEntry) => boolean,
): Response => {
  const [, api, service, verb, ...rest] = path.split('/')
  if (api !== 'api' || !service || !verb || rest.length > 0)
    return notFound('Nothing answers this path', { next: 'see what does at /openapi.json' })
  const id = `${service}.${verb}`
  const entry = gateway.catalog.get(id)
  if (!entry) {
    const known = gateway.catalog.list().map((each) => each.id)
    const { message, why, next } = unknownOperation(id, known).data
    return notFound(message, { why, next })
  }
  if (entry.exclude.http) return notFound(`${id} is not offered over HTTP`, { why: entry.exclude.http })
  if (!serves(entry)) return notFound(`${id} is not served by this process`, { why: `it does not serve ${service}` })
  const error = {
    code: 'wrong-method',
    message: `${id} does not answer ${method}`,
    next: 'use POST',
    exit: exits.invalid,
  }
  return problem(405, error, { allow: 'POST' })
}
