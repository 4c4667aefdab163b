import { expect, test } from 'bun:test'
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
