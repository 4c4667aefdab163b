import { expect, test } from 'bun:test'
import { z } from '@nimbus/kernel/define'
import { product } from '@nimbus/testkit'
import fc from 'fast-check'
import { misfits } from './misfits.ts'

const never = () => undefined

const schemas = [
  z.object({ name: z.string().min(1).max(3), count: z.number().int().min(1).max(5).optional() }),
  z.object({ mode: z.enum(['a', 'b']), tags: z.array(z.string().regex(/^a/)).max(2).default([]) }),
  z.object({ value: z.union([z.string(), z.object({ size: z.number() }), z.null()]) }),
  z.object({ labels: z.record(z.string().max(2), z.number()) }),
  z.object({
    kind: z.discriminatedUnion('t', [z.object({ t: z.literal('x'), x: z.number() }), z.object({ t: z.literal('y') })]),
  }),
  z.strictObject({ count: z.number() }),
  z.object({ pair: z.tuple([z.string(), z.boolean()]).optional() }),
]

const small = fc.constantFrom('', 'a', 'ab', 'abcd', 'b', 'x', 'y')
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    small,
    fc.integer({ min: -1, max: 7 }),
    fc.constantFrom(0.5, null, true, false),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('size', 't', 'x', 'aa', 'aaa'), tie('value'), { maxKeys: 2 }),
  ),
}))
const names = ['name', 'count', 'mode', 'tags', 'value', 'labels', 'kind', 'pair']
const objects = fc.dictionary(fc.constantFrom(...names), anything, { maxKeys: 4 })

test('it finds the same inputs fit as the schemas they were made from', () => {
  fc.assert(
    fc.property(fc.constantFrom(...schemas), objects, (schema, value) => {
      const found = misfits(z.toJSONSchema(schema, { io: 'input' }) as never, value, '', never)
      // A field that nobody knows is a typing error in a plan and nothing to a call.
      const wrong = found.filter((each) => !each.unknown)
      expect(wrong.length === 0).toBe(schema.safeParse(value).success)
    }),
    { numRuns: 3000 },
  )
})

test('the place of a misfit is a JSON pointer', () => {
  const schema = z.toJSONSchema(z.object({ 'a/b': z.array(z.object({ 'c~d': z.string() })) })) as never
  expect(misfits(schema, { 'a/b': [{ 'c~d': 'x' }, { 'c~d': 1 }] }, '', never)).toMatchObject([{ at: '/a~1b/1/c~0d' }])
})

test('every example of the catalog fits', () => {
  const wrong = product()
    .catalog.list()
    .flatMap(({ id, input, examples }) =>
      examples.flatMap((example) =>
        misfits(input, example.input, '', never).map(({ at, message }) => [id, at, message]),
      ),
    )
  expect(wrong).toEqual([])
})
