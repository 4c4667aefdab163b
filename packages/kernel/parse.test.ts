import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { z } from './define.ts'
import { parse } from './parse.ts'

test('a schema that need not be waited for gives its result at once', () => {
  expect(parse(z.object({ n: z.number() }), { n: 1 })).toEqual({ success: true, data: { n: 1 } })
})

test('a check that has to be waited for is, the first time and after', async () => {
  const even = z.number().refine(async (n) => n % 2 === 0, 'must be even')
  for (let i = 0; i < 2; i++) {
    expect(await parse(even, 2)).toEqual({ success: true, data: 2 })
    expect((await parse(even, 3)).error?.issues).toMatchObject([{ message: 'must be even' }])
  }
})

test('an error that a check raises is not lost', async () => {
  const broken = z.number().refine(() => {
    throw new Error('the check is broken')
  })
  const raised = async () => parse(broken, 1)
  for (let i = 0; i < 2; i++)
    expect(await raised().catch((error: unknown) => error)).toMatchObject({ message: 'the check is broken' })
})

test('a schema that is compiled after some reads goes on to say what it said before', () => {
  const field = z.union([z.string().min(2), z.number()])
  const shapes = {
    plain: field,
    optional: field.optional(),
    nullish: field.nullish(),
    standard: field.default('standard'),
    caught: field.catch('caught'),
    anything: z.unknown().optional(),
    nested: z.object({ inner: field.optional() }).optional(),
    turned: field.optional().transform((value) => value ?? 'none'),
  }
  const kinds = [z.object, z.looseObject, z.strictObject].map((make) => () => make(shapes))
  const value = fc.constantFrom<unknown>('text', 'x', 1, null, undefined, true, { inner: 'text' }, { inner: true })
  const input = fc.dictionary(fc.constantFrom(...Object.keys(shapes), 'other', 'more'), value)
  const compiled = kinds.map((make) => {
    const schema = make()
    for (let reads = 0; reads < 20; reads++) schema.safeParse({})
    return schema
  })
  const told = (schema: z.ZodType, given: unknown) => {
    const { success, data, error } = schema.safeParse(given)
    // Also the order of the keys, and which are there without a value.
    return { success, entries: Object.entries(data ?? {}), issues: error?.issues }
  }
  fc.assert(
    fc.property(input, (given) => {
      for (const [kind, make] of kinds.entries())
        expect(told(compiled[kind] ?? z.never(), given)).toEqual(told(make(), given))
    }),
  )
})
