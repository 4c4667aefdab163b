import { expect, test } from 'bun:test'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { Validator } from '@seriousme/openapi-schema-validator'
import { openApiDocument } from './document.ts'
import { docsPage } from './page.ts'

const entries = memorySource(sampleOperations(new Map())).list()
const services = ['shelf', 'steps'].map((name, i) => ({ name, port: 3001 + i, summary: `The ${name}`, programs: [] }))

test('passes a public validator', async () => {
  const result = await new Validator().validate(openApiDocument(entries, services, '1.2.3'))
  expect(result.errors).toBeUndefined()
  expect(result.valid).toBe(true)
})

test('names every operation, every promised route and the most it may do', () => {
  const { paths } = openApiDocument(entries, services, '1') as { paths: Record<string, Record<string, object>> }
  for (const { id, effect, routes } of entries) {
    expect(paths[`/api/${id.replace('.', '/')}`]?.post).toMatchObject({ operationId: id, 'x-nimbus-effect': effect })
    for (const { method, path } of routes)
      expect(paths[path.replaceAll(/:(\w+)/g, '{$1}')]).toHaveProperty(method.toLowerCase())
  }
})

test('every reference leads somewhere, also that of a schema to itself', () => {
  const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } }
  const [first] = entries
  if (!first) throw new Error('no sample operations')
  const document = openApiDocument([...entries, { ...first, id: 'shelf.tree', input: tree }], services, '1')
  const text = JSON.stringify(document)
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '')
  expect(references.length).toBeGreaterThan(20)
  for (const path of references) {
    let at: unknown = document
    for (const part of path.split('/')) at = (at as Record<string, unknown>)[part]
    expect([path, typeof at]).toEqual([path, 'object'])
  }
})

test('the page shows every operation, escapes what it shows, and allows no script but its own', async () => {
  const [first] = entries
  if (!first) throw new Error('no sample operations')
  const evil = { ...first, id: 'shelf.evil', summary: '<script>alert(1)</script>' }
  const page = docsPage([...entries, evil], services, '1')
  const html = await page.text()
  for (const { id } of entries) expect(html).toContain(`<code>${id}</code>`)
  expect(html).not.toContain('<script>alert')
  expect(html).not.toContain('http://')
  expect(html).not.toContain('https://')
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  for (const [, script = ''] of html.matchAll(/<script>([\s\S]*?)<\/script>/g))
    expect(policy).toContain(new Bun.CryptoHasher('sha256').update(script).digest('base64'))
})
