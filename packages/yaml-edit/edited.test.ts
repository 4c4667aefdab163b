import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { edited } from './edited.ts'

const file = `# mine
autonomy:   observe   # until Friday

server:
    port: 4000    # taken: 3000
    # the next one is long
    hostname: "127.0.0.1"
`

test('a value is replaced in its place and nothing else changes', () => {
  expect(edited(file, ['server', 'port'], 5000)).toBe(file.replace('4000', '5000'))
  expect(edited(file, ['autonomy'], 'operate')).toBe(file.replace('observe', 'operate'))
})

test('a new key goes to the end and nothing else changes', () => {
  expect(edited(file, ['log', 'level'], 'debug')).toBe(`${file}log:\n  level: debug\n`)
})

test('a new key beside others keeps comments and values', () => {
  const text = edited(file, ['server', 'body_limit_bytes'], 5)
  expect(text).toContain('# taken: 3000')
  expect(text).toContain('# until Friday')
  expect(parse(text)).toEqual({
    autonomy: 'observe',
    server: { port: 4000, hostname: '127.0.0.1', body_limit_bytes: 5 },
  })
})

test('a key is removed and comments of others stay', () => {
  const text = edited(file, ['server', 'port'], undefined)
  expect(parse(text)).toEqual({ autonomy: 'observe', server: { hostname: '127.0.0.1' } })
  expect(text).toContain('# until Friday')
})

test('what becomes empty goes as well', () => {
  expect(edited('server:\n  port: 1\nlog:\n  level: debug\n', ['log', 'level'], undefined)).toBe('server:\n  port: 1\n')
  expect(edited('log:\n  level: debug\n', ['log', 'level'], undefined)).toBe('')
})

test.each(['', '# only a comment\n', 'server:\n', '{}', '{ server: { port: 1 } }', '---\nserver: {}\n'])(
  'it works on %p',
  (text) => {
    expect(parse(edited(text, ['server', 'port'], 9))).toMatchObject({ server: { port: 9 } })
  },
)

test.each([
  ['- a list\n', 'the file is not a mapping'],
  ['server: 5\n', 'server is not a mapping'],
] as const)('%p is in the way', (text, message) => {
  expect(() => edited(text, ['server', 'port'], 9)).toThrow(message)
})

test('whatever text is set can be read back', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (value, there) => {
      const text = edited(there ? file : '', ['autonomy'], value)
      expect(parse(text)).toMatchObject({ autonomy: value })
    }),
  )
})
