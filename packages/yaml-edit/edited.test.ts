import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { parse, stringify } from 'yaml'
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

// What takes the square of the keys is not over within the limit of a test.
test('a file with very many keys is edited before a test runs out of time', () => {
  const text = `a:\n${Array.from({ length: 40_000 }, (_, i) => `  k${i}: ${i}\n`).join('')}`
  expect(edited(text, ['a', 'k5'], 7)).toBe(text.replace('k5: 5', 'k5: 7'))
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

const nested = `# mine
tools:
  first:  { binary: first }   # the old one

  # a longer one
  second:
      binary: second
      args: [a,   b]   # odd spacing
agents:
  reviewer:   { chain: ["x:y"] }
`

test('a key is added to a mapping, replaced in it and taken out of it by whole lines', () => {
  const added = edited(nested, ['tools', 'third'], { binary: 'third' })
  expect(added).toBe(nested.replace('agents:', '  third:\n    binary: third\nagents:'))
  expect(edited(added, ['tools', 'third'], undefined)).toBe(nested)
  expect(edited(nested, ['tools', 'second'], { binary: 'new' })).toBe(
    nested.replace(/ {2}second:\n.*\n.*\n/, '  second:\n    binary: new\n'),
  )
  expect(edited(nested, ['tools', 'first'], undefined)).toBe(nested.replace(/ {2}first:.*\n/, ''))
  expect(edited(nested, ['tools', 'second', 'timeout'], 5)).toBe(
    nested.replace('# odd spacing\n', '# odd spacing\n      timeout: 5\n'),
  )
})

test('without a last line end one is written first', () => {
  expect(edited('a:\n  b: 1', ['a', 'c'], 2)).toBe('a:\n  b: 1\n  c: 2\n')
})

test('whatever is edited says what it should, and taking it out again gives back the rest', () => {
  const key = fc.stringMatching(/^[a-z]{1,6}$/)
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 2 }))
  const tree = fc.dictionary(key, fc.dictionary(key, leaf, { minKeys: 1, maxKeys: 3 }), { minKeys: 1, maxKeys: 3 })
  fc.assert(
    fc.property(tree, key, key, leaf, (before, top, inner, value) => {
      const text = stringify(before)
      const after = edited(text, [top, inner], value)
      expect(parse(after)).toEqual({ ...before, [top]: { ...before[top], [inner]: value } })
      if (!before[top]) return
      const { [inner]: _gone, ...rest } = before[top]
      const { [top]: _whole, ...others } = before
      const left = Object.keys(rest).length > 0 ? { ...others, [top]: rest } : others
      expect(parse(edited(after, [top, inner], undefined)) ?? {}).toEqual(left)
    }),
  )
})

test('a list within a line is replaced within it, and what stands behind it stays', () => {
  const text = 'tools:\n  args: [a,   b]   # odd spacing\n  more: { list: [x], other: 1 } # flow\n'
  expect(edited(text, ['tools', 'args'], ['c'], { lists: 'flow' })).toBe(text.replace('[a,   b]', '[c]'))
  expect(edited(text, ['tools', 'args'], ['c'])).toBe(text.replace('[a,   b]', '[c]'))
  expect(edited(text, ['tools', 'more', 'list'], ['#y', 'z: 1'], { lists: 'flow' })).toBe(
    text.replace('[x]', '["#y", "z: 1"]'),
  )
})

test('new lists of single values can be written within a line', () => {
  expect(edited('a: 1\n', ['b'], { list: ['x', 'y'], maps: [{ c: 1 }] }, { lists: 'flow' })).toBe(
    'a: 1\nb:\n  list: [x, y]\n  maps:\n    - c: 1\n',
  )
})

test('a value becomes a map of one key on lines of its own', () => {
  expect(edited('a:\n  b: x # old\n', ['a', 'b'], { c: 1 })).toBe('a:\n  b:\n    c: 1\n')
})

test.each([
  [
    'a text folded over lines',
    'database:\n  url: >-\n    postgres://u@h/db\nlog:\n  level: info\n',
    ['database', 'url'],
  ],
  ['a text kept over lines', 'autonomy: |\n  operate\nlog:\n  level: info\n', ['autonomy']],
  ['a file that is indented', '  log:\n    level: info\n', ['autonomy']],
  ['a file that says where it ends', 'log:\n  level: info\n...\n', ['autonomy']],
  ['a value within braces', 'database: { url: old }\nlog: { level: info }\n', ['database', 'url']],
] as const)('%s is edited to what can be read, and the rest stays', (_name, text, path) => {
  const value = 'postgres://a/b,c'
  const after = parse(edited(text, path, value))
  expect(path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], after)).toBe(value)
  expect(after).toMatchObject({ log: { level: 'info' } })
})

test('a mark at the end of a file is kept', () => {
  expect(edited('log:\n  level: info\n...\n', ['autonomy'], 'observe')).toBe(
    'log:\n  level: info\nautonomy: observe\n...\n',
  )
})
