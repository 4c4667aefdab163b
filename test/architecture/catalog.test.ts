import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { JsonSchema } from '@nimbus/kernel'
import { product } from '@nimbus/testkit'
import { root, sourceFiles } from './source-files.ts'

const { catalog } = product()
const entries = catalog.list()
const files = await sourceFiles()

test('the generated catalog is current', async () => {
  const check = Bun.spawn([process.execPath, join(root, 'scripts/generate-catalog.ts'), '--check'], { stderr: 'pipe' })
  const said = await check.stderr.text()
  expect(await check.exited, said).toBe(0)
})

test.each(entries.map((entry) => [entry.id] as const))('%s: its examples fit its input', async (id) => {
  const operation = await catalog.load(id)
  expect(operation.examples.length).toBeGreaterThan(0)
  for (const { input } of operation.examples) {
    const parsed = await operation.input.safeParseAsync(input)
    expect(parsed.error?.issues ?? []).toEqual([])
  }
})

test.each(entries.map((entry) => [entry.id, entry] as const))('%s: every input field says what it is', (_id, entry) => {
  const silent = Object.entries(entry.input.properties ?? {}).filter(([, property]) => !property.description)
  expect(silent.map(([name]) => name)).toEqual([])
})

test.each(entries.map((entry) => [entry.id] as const))('%s: an effect has a verify and an undo', async (id) => {
  const operation = await catalog.load(id)
  if (operation.effect === 'read') return
  expect(typeof operation.verify).toBe('function')
  const { undo } = operation
  expect(undo).toEqual(typeof undo === 'object' ? { irreversible: expect.stringMatching(/\w/) } : expect.any(Function))
})

/** The places of a schema where anything may stand. */
const unknownPlaces = (schema: JsonSchema, path = ''): string[] => {
  const { type, anyOf, oneOf, properties = {}, items, additionalProperties: other } = schema
  const inner = [
    ...Object.entries(properties).map(([name, each]) => [`/${name}`, each] as const),
    ...(items ? [['/*', items] as const] : []),
    ...(typeof other === 'object' ? [['/*', other] as const] : []),
    ...[...(anyOf ?? []), ...(oneOf ?? [])].map((each) => ['', each] as const),
  ]
  const isUnknown = path !== '' && type === undefined && inner.length === 0 && !('enum' in schema || 'const' in schema)
  return [...(isUnknown ? [path] : []), ...inner.flatMap(([part, each]) => unknownPlaces(each, path + part))]
}

/** A task of which nothing is done yet has no results. */
const withoutResults = new Set(['engine.task-create'])

test('what hands on what other calls gave is untrusted', () => {
  const handing = entries.filter(({ output }) => unknownPlaces(output).some((path) => path.endsWith('/data')))
  expect(handing.length).toBeGreaterThan(3)
  const trusting = handing.filter(({ id, untrusted }) => !untrusted && !withoutResults.has(id))
  expect(trusting.map(({ id }) => id)).toEqual([])
})

test('command names are unique', () => {
  const names = entries.flatMap(({ aliases }) => aliases)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('no operation id is a literal outside services, tests and generated files', () => {
  const ids = entries.map(({ id }) => id)
  const wrong = files
    .filter(
      ({ path }) =>
        !/^(services|test|bench)\/|\.test\.ts$|\/(sample|test)-[a-z-]+\.ts$|^packages\/testkit\//.test(path),
    )
    .flatMap(({ path, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
      return ids
        .filter((id) => ["'", '"', '`'].some((mark) => code.includes(`${mark}${id}${mark}`)))
        .map((id) => `${path}: ${id}`)
    })
  expect(wrong).toEqual([])
})

test('the lock file names no server', async () => {
  expect(await Bun.file(join(root, 'bun.lock')).text()).not.toMatch(/https?:\/\//)
})
