import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { AnswerReader } from './answer-reader.ts'
import { inCuts } from './testing.ts'

/** Reads bytes as they are cut; what it heard, and how many bytes were left over. */
const read = (bytes: Buffer, cuts: readonly number[] = []) => {
  const pieces: Uint8Array[] = []
  let status = 0
  const reader = new AnswerReader({
    head: (head) => {
      status = head.status
    },
    piece: (piece) => pieces.push(Buffer.from(piece)),
  })
  let left: number | undefined
  for (const part of inCuts(bytes, cuts)) left = left === undefined ? reader.read(part) : left + part.length
  return { status, body: Buffer.concat(pieces).toString('latin1'), left, closed: reader.closed() }
}

const chunked = (parts: readonly Uint8Array[], trailer: string): Buffer =>
  Buffer.concat([
    ...parts
      .filter(({ length }) => length > 0)
      .flatMap((part) => [Buffer.from(`${part.length.toString(16)};a=b\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from(`0\r\n${trailer}\r\n`),
  ])

const body = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 })
const cuts = fc.array(fc.nat(), { maxLength: 12 })
const behind = fc.constantFrom('', 'HTTP/1.1 200 OK\r\n\r\n', 'x')

test('an answer is the same however it is cut, and ends where it says', () => {
  const framed = fc.record({
    body,
    cuts,
    behind,
    interim: fc.nat({ max: 2 }),
    trailer: fc.constantFrom('', 'A: b\r\n'),
  })
  fc.assert(
    fc.property(framed, fc.boolean(), ({ body, cuts, behind, interim, trailer }, inChunks) => {
      const whole = Buffer.concat(body)
      const fields = inChunks ? 'Transfer-Encoding: chunked' : `Content-Length: ${whole.length}`
      const bytes = Buffer.concat([
        Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(interim)),
        Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`),
        inChunks ? chunked(body, trailer) : whole,
        Buffer.from(behind),
      ])
      const heard = read(bytes, cuts)
      expect(heard).toMatchObject({ status: 200, body: whole.toString('latin1'), left: behind.length })
    }),
  )
})

test('an answer that is cut off is never taken for whole', () => {
  fc.assert(
    fc.property(body, cuts, fc.boolean(), fc.nat(), (parts, cuts, inChunks, at) => {
      const whole = Buffer.concat(parts)
      const fields = inChunks ? 'Transfer-Encoding: chunked' : `Content-Length: ${whole.length}`
      const bytes = Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`),
        inChunks ? chunked(parts, '') : whole,
      ])
      expect(read(bytes.subarray(0, at % bytes.length), cuts)).toMatchObject({ left: undefined, closed: false })
    }),
  )
})

test('a body without a length ends with the connection', () => {
  const heard = read(Buffer.from('HTTP/1.1 200 OK\r\n\r\nIt runs.'))
  expect(heard).toEqual({ status: 200, body: 'It runs.', left: undefined, closed: true })
})

describe('what is unsound is refused, however it is cut', () => {
  const chunk = (text: string) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${text}`
  test.each([
    ['a chunk that is longer than it says', chunk('3\r\nabcd\r\n0\r\n\r\n')],
    ['a chunk that is shorter than it says', chunk('5\r\nabc\r\n0\r\n\r\n')],
    ['a size that is no number', chunk('x\r\n')],
    ['a size with a sign', chunk('-1\r\n')],
    ['no size', chunk('\r\n')],
    ['a size that is too large', chunk('fffffffff\r\n')],
    ['a size in a line of its own kind', chunk('3\nabc\r\n0\r\n\r\n')],
    ['an extension without an end', chunk(`3;${'x'.repeat(2000)}`)],
    ['a trailer that is no fields', chunk('0\r\nnothing\r\n\r\n')],
    ['a trailer without an end', chunk(`0\r\n${'a: b\r\n'.repeat(5000)}`)],
    ['a head without an end', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`],
    ['nothing but promises', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(20)],
    ['no HTTP', '220 mail.example ESMTP\r\n\r\n'],
  ])('%s', (_what, text) => {
    fc.assert(
      fc.property(cuts, (cuts) => {
        expect(() => read(Buffer.from(text), cuts)).toThrow('the answer is no sound HTTP')
      }),
      { numRuns: 20 },
    )
  })
})
