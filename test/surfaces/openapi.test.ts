import { expect, test } from 'bun:test'
import { openApiDocument } from '@nimbus/surfaces/openapi'
import { product } from '@nimbus/testkit'
import { Validator } from '@seriousme/openapi-schema-validator'
import { loadFronts } from '../../apps/nimbus/open.ts'

const { catalog, services, version } = product()
const entries = catalog.list().filter(({ exclude }) => !exclude.http)

test('the document of the whole catalog passes a public validator', async () => {
  const fronts = (await loadFronts([])).filter((front) => front.kind === 'http')
  expect(fronts.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/core/execute',
    'POST /api/core/plan',
    'POST /api/core/plans/generate',
    'POST /api/core/plans/validate',
    'POST /api/core/plans/optimize',
    'POST /v1/chat/completions',
    'POST /v1/messages',
    'POST /v1/messages/count_tokens',
    'GET /v1/models',
    'GET /v1/models/:model{.+}',
  ])
  const result = await new Validator().validate(openApiDocument(entries, services, version, fronts))
  expect(result.errors).toBeUndefined()
  expect(result.valid).toBe(true)
}, 30_000)

test('no two operations promise the same route', () => {
  // An operation may promise the route that it has anyway.
  const routes = entries.flatMap(({ id, routes: promised }) => [
    ...new Set([
      `POST /api/${id.replace('.', '/')}`,
      ...promised.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`),
    ]),
  ])
  expect(routes.filter((route, i) => routes.indexOf(route) !== i)).toEqual([])
})
