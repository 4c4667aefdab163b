import { expect, test } from 'bun:test'
import { readSource } from './read-source.ts'

const read = (text: string, asWritten?: ReadonlySet<string>) => {
  const source = readSource(new TextEncoder().encode(text), 'a.yaml', asWritten)
  if ('problems' in source) throw new Error(JSON.stringify(source.problems))
  return source
}

const problems = (content: string | Uint8Array) => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const source = readSource(bytes, 'a.yaml')
  return 'problems' in source ? source.problems.map(({ message, at }) => `${at} ${message}`) : []
}

test('gives the value, and the places of keys and values in it', () => {
  const { value, locate, isPlain } = read('name: shop\nparts:\n  - { id: "1" }\n')
  expect(value).toEqual({ name: 'shop', parts: [{ id: '1' }] })
  expect(locate(['parts', 0, 'id'])).toBe('a.yaml:3:11')
  expect(locate(['parts', 0, 'id'], 'key')).toBe('a.yaml:3:7')
  expect([isPlain(['name']), isPlain(['parts', 0, 'id'])]).toEqual([true, false])
})

test('what is not there has the place of the nearest that is', () => {
  const { locate } = read('parts:\n  vpc: { zones: 2 }\n')
  expect(locate(['parts', 'vpc', 'cidr'])).toBe('a.yaml:2:3')
  expect(locate(['other', 'thing'])).toBe('a.yaml:1:1')
})

test.each(['', '# nothing yet\n'])('%j says nothing', (text) => {
  const { value, locate } = read(text)
  expect(value).toBeUndefined()
  expect(locate(['name'])).toBe('a.yaml:1:1')
})

test('digits stay as they were written where that matters', () => {
  const text = 'version: 1.30\nzones: 1.30\n'
  expect(read(text, new Set(['version'])).value).toEqual({ version: '1.30', zones: 1.3 })
})

test.each<[string | Uint8Array, string[]]>([
  [new Uint8Array([0x61, 0]), ['a.yaml the file is binary']],
  [new Uint8Array([0x61, 0xff]), ['a.yaml the file is not text']],
  ['a: 1\nb: 1\na: 2\nb: 2\n', ['a.yaml:3:1 a is given twice', 'a.yaml:4:1 b is given twice']],
  ['a: [1\nb: 2\n', ['a.yaml:2:1 this is not YAML']],
  ['a: 1\n---\nb: 2\n', ['a.yaml:2:1 there is more than one document in the file']],
  ['a: &x [1]\nb: *x\n', ['a.yaml:2:4 aliases are not read']],
])('refuses %j', (content, said) => {
  expect(problems(content)).toEqual(said)
})

/** What takes the square of its length takes half a minute and more for these, and what follows it a second or two. */
const patience = 15_000

test.each<[string, string]>([
  ['many keys', Array.from({ length: 40_000 }, (_, i) => `key${i}: 1\n`).join('')],
  ['brackets within brackets', '['.repeat(4000) + ']'.repeat(4000)],
])(
  '%s take no more time than their length',
  (_, text) => {
    const start = performance.now()
    read(text, new Set(['version']))
    expect(performance.now() - start).toBeLessThan(patience)
  },
  60_000,
)
