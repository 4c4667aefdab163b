import { expect, test } from 'bun:test'
import { fieldsOf, readHead } from './answer-head.ts'

const lines = (...all: string[]) => all.join('\r\n')

test.each([
  ['a length', lines('HTTP/1.1 200 OK', 'Content-Length: 12'), 12, true],
  ['chunks', lines('HTTP/1.1 200 OK', 'Transfer-Encoding: Chunked'), 'chunked', true],
  ['neither', lines('HTTP/1.1 200 OK', 'Server: x'), 'until-closed', false],
  ['no words and no fields', 'HTTP/1.1 200', 'until-closed', false],
  ['an end that is told', lines('HTTP/1.1 200 OK', 'Content-Length: 0', 'Connection: keep-alive, Close'), 0, false],
  ['HTTP/1.0', lines('HTTP/1.0 200 OK', 'Content-Length: 3'), 3, false],
  ['no content', lines('HTTP/1.1 204 No Content', 'Content-Length: 7'), 0, true],
])('the body of an answer with %s ends where it says', (_what, text, framing, keeps) => {
  expect(readHead(text)).toMatchObject({ framing, keeps })
})

test('fields are given in order, without the space around them and with names in lower case', () => {
  const head = readHead(lines('HTTP/1.1 429 Too Many', 'Retry-After: \t7 ', 'X-A:', 'x-a: b: c'))
  expect(head.status).toBe(429)
  expect(fieldsOf(head)).toEqual([
    ['retry-after', '7'],
    ['x-a', ''],
    ['x-a', 'b: c'],
  ])
})

// What one reader takes for one answer, and another for two: RFC 9112, section 11.2.
test.each([
  ['a length and a coding', lines('HTTP/1.1 200 OK', 'Content-Length: 5', 'Transfer-Encoding: chunked')],
  ['two lengths', lines('HTTP/1.1 200 OK', 'Content-Length: 5', 'Content-Length: 5')],
  ['a list of lengths', lines('HTTP/1.1 200 OK', 'Content-Length: 5, 5')],
  ['a length with a sign', lines('HTTP/1.1 200 OK', 'Content-Length: +5')],
  ['a length in hexadecimal', lines('HTTP/1.1 200 OK', 'Content-Length: 0x5')],
  ['no length where there should be one', lines('HTTP/1.1 200 OK', 'Content-Length:')],
  ['a length that no number holds', lines('HTTP/1.1 200 OK', 'Content-Length: 99999999999999999999')],
  ['another coding', lines('HTTP/1.1 200 OK', 'Transfer-Encoding: gzip')],
  ['two codings', lines('HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked')],
  ['a coding twice', lines('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')],
  ['a coding that HTTP/1.0 does not know', lines('HTTP/1.0 200 OK', 'Transfer-Encoding: chunked')],
  ['a coding where no body may be', lines('HTTP/1.1 204 No', 'Transfer-Encoding: gzip')],
  ['space before a colon', lines('HTTP/1.1 200 OK', 'Content-Length : 5')],
  ['a line that goes on', lines('HTTP/1.1 200 OK', 'X-A: b', ' Content-Length: 5')],
  ['a line without a colon', lines('HTTP/1.1 200 OK', 'nothing')],
  ['a sole line feed', 'HTTP/1.1 200 OK\nContent-Length: 5'],
  ['a sole carriage return', lines('HTTP/1.1 200 OK', 'X-A: b\rContent-Length: 5')],
  ['a zero byte', lines('HTTP/1.1 200 OK', 'X-A: b\0')],
  ['another protocol', 'HTTP/2 200 OK'],
  ['no protocol', '<html>'],
  ['no status', 'HTTP/1.1 99 x'],
  ['a change of protocol', lines('HTTP/1.1 101 Switching', 'Upgrade: x')],
])('a head with %s is not guessed at', (_what, text) => {
  expect(() => readHead(text)).toThrow('the answer is no sound HTTP')
})
