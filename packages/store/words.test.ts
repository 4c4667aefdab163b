import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { anEnd, aRun, onEachDatabase } from './test-places.ts'
import { wordsIn, wordsOf } from './words.ts'

test('words are folded and cut at everything that is neither letter nor digit', () => {
  expect(wordsOf('Aws_VPC.main → 10.20/16 “Zürich” हिन्दी')).toEqual([
    'aws',
    'vpc',
    'main',
    '10',
    '20',
    '16',
    'zürich',
    'हिन्दी',
  ])
})

test('values are searched through, keys included, each word once', () => {
  expect(wordsIn({ name: 'shop', list: ['shop', 3, null, { deep: true }] })).toEqual([
    'name',
    'shop',
    'list',
    '3',
    'deep',
    'true',
  ])
})

test('however much a value holds, no more than two thousand words are kept', () => {
  expect(wordsIn(Array.from({ length: 5_000 }, (_, n) => `word${n}`))).toHaveLength(2_000)
})

onEachDatabase('searching', (place) => {
  test('finds a run by any of its words and by the beginning of any', async () => {
    await using here = await place()
    const store = await here.open()
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), async (text) => {
        const run = aRun({ input: { text } })
        await store.journal.begin(run)
        await store.journal.end(run.id, anEnd(run))
        for (const word of wordsOf(text))
          for (const asked of [word, Array.from(word)[0] ?? word]) {
            if (wordsOf(asked).length === 0) continue
            const found = await store.journal.list({ tenant: 'local', text: asked, limit: 1_000 })
            expect(found.map(({ id }) => id)).toContain(run.id)
          }
      }),
      { numRuns: 40 },
    )
  })

  test('never fails, whatever is asked', async () => {
    await using here = await place()
    const store = await here.open()
    await store.journal.begin(aRun())
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        expect((await store.journal.list({ tenant: 'local', text, limit: 5 })).length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 80 },
    )
  })
})
