import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { EndlessEvent, eventsOf } from './event-stream.ts'

const pieces = async function* (bytes: Uint8Array, cuts: readonly number[]) {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b)
  let from = 0
  for (const to of [...places, bytes.length]) {
    yield bytes.subarray(from, to)
    from = to
  }
}

test('events are the same however a body is cut, with their data', async () => {
  const event = fc.record({ name: fc.constantFrom('', 'event: x\n'), value: fc.json() })
  const property = fc.asyncProperty(
    fc.array(event, { maxLength: 8 }),
    fc.array(fc.nat(), { maxLength: 12 }),
    fc.constantFrom('\n', '\r\n'),
    async (events, cuts, end) => {
      const texts = events.map(({ name, value }) => `${name}data: ${value}\n\n`)
      const bytes = new TextEncoder().encode(texts.join('').replaceAll('\n', end))
      const found = (await Array.fromAsync(eventsOf(pieces(bytes, cuts)))).flat()
      expect(found.map(({ text }) => text)).toEqual(texts)
      expect(found.map(({ data }) => data)).toEqual(events.map(({ value }) => value))
    },
  )
  await fc.assert(property)
})

test('a comment has no data, several lines of data are one, and what is not ended is no event', async () => {
  const bytes = new TextEncoder().encode(': still here\n\ndata:{"a":\ndata: 1}\n\ndata: {')
  const [events] = await Array.fromAsync(eventsOf(pieces(bytes, [])))
  expect(events?.map(({ data }) => data)).toEqual(['', '{"a":\n1}'])
})

test('an event that never ends is an error, and no reason to grow without end', async () => {
  let read = 0
  const endless = async function* () {
    const bytes = new TextEncoder().encode(`data: ${'x'.repeat(1024 * 1024)}`)
    for (; read < 1000; read++) yield bytes
  }
  const error = await Array.fromAsync(eventsOf(endless())).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(EndlessEvent)
  expect(read).toBeLessThan(100)
})
