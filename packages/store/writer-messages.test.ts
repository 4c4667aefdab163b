import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { entryRow } from './ledger-entries.ts'
import { rowOf, rowText } from './run-rows.ts'
import { anEnd, aRun } from './test-places.ts'
import { readsIn, readsText, settlementsIn, settlementsText } from './writer-messages.ts'

// Also line breaks, quotes and halves of surrogate pairs.
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a\nb', '"', '\u2028', '\ud800'))

test('rows reach the thread that writes as they were, whatever they say', () => {
  const run = fc.record({ workspace: text, input: fc.jsonValue(), session: text, decision: text }).map((some) => {
    const begun = aRun({ effect: 'read', ...some })
    return { begun, whole: { end: anEnd(begun, { said: some.decision }), events: [] } }
  })
  const property = fc.property(fc.array(run), (runs) => {
    const sent = readsText(runs.map(({ begun, whole }) => rowText(begun, whole)))
    expect(readsIn(sent)).toEqual(runs.map(({ begun, whole }) => rowOf(begun, null, whole)))
  })
  fc.assert(property)
})

test('so do settlements', () => {
  const entry = fc
    .record({ id: text, at: text, labels: fc.dictionary(text, text), amounts: fc.dictionary(text, fc.integer()) })
    .chain((some) => fc.option(fc.jsonValue(), { nil: undefined }).map((detail) => entryRow({ ...some, detail })))
  const settlement = fc.record(
    {
      id: text,
      lines: fc.array(fc.record({ account: text, amount: fc.integer() })),
      entry,
      advanced: fc.constant(true as const),
    },
    { requiredKeys: ['id', 'lines'] },
  )
  const batch = fc.record({
    holder: fc.record({ tenant: text, service: text }),
    at: text,
    settlements: fc.array(settlement),
  })
  fc.assert(fc.property(batch, (each) => expect(settlementsIn(settlementsText(each))).toEqual(each)))
})
