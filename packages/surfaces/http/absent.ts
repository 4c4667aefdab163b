import type { Gateway } from '@nimbus/host'
import { exits, unknownOperation } from '@nimbus/kernel'
import { notFound, problem } from './problem.ts'
import { isAt } from './route-path.ts'

/** A route that something answers. */
export interface Route {
  method: string
  /** As in `CatalogEntry.routes`. */
  path: string
}

const wrongMethod = (path: string, method: string, allowed: readonly string[]): Response =>
  problem(
    405,
    {
      code: 'wrong-method',
      message: `${path} does not answer ${method}`,
      next: `use ${allowed.join(' or ')}`,
      exit: exits.invalid,
    },
    { allow: allowed.join(', ') },
  )

/** Why nothing answers a path: a wrong method, an operation that is not offered here, or no such operation. */
export const absent = (gateway: Gateway, path: string, method: string, routes: readonly Route[]): Response => {
  const allowed = [...new Set(routes.filter((route) => isAt(route.path, path)).map((route) => route.method))]
  if (allowed.length > 0) return wrongMethod(path, method, allowed)
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
  return notFound(`${id} is not served by this process`, { why: `it does not serve ${service}` })
}
