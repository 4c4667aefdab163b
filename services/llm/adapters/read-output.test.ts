import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { figureAt, numberIn, valuesAt } from './json-path.ts'
import { readOutput } from './read-output.ts'

test('a path finds what is there, in arrays and under every name', () => {
  const value = { a: [{ b: 1 }, { b: 2 }], m: { x: { n: 3 }, y: { n: 4 } }, none: null }
  expect(valuesAt(value, 'a.1.b')).toEqual([2])
  expect(valuesAt(value, 'a.*.b')).toEqual([1, 2])
  expect(valuesAt(value, 'm.*.n')).toEqual([3, 4])
  expect(valuesAt(value, 'a.7.b')).toEqual([])
  expect(valuesAt(value, 'none')).toEqual([])
  expect(valuesAt(value, '__proto__.constructor')).toEqual([])
})

test('a figure may be a sum or a difference of paths', () => {
  const usage = { input: 100, cached: 30, more: '2.5k' }
  expect(figureAt(usage, 'input - cached')).toBe(70)
  expect(figureAt(usage, 'input + more - cached')).toBe(2570)
  expect(figureAt(usage, 'input - nowhere')).toBe(100)
  expect(figureAt(usage, 'nowhere - input')).toBeUndefined()
})

test.each([
  ['12', 12],
  ['1,234', 1234],
  ['2.4k', 2400],
  ['1.5M', 1_500_000],
  ['$0.0125', 0.0125],
  ['twelve', undefined],
  ['', undefined],
  ['1.2.3', undefined],
] as const)('%p says %p', (text, number) => {
  expect(numberIn(text)).toBe(number)
})

test('one document may come after a greeting', () => {
  const output = { format: 'json', text: 'answer' } as const
  expect(readOutput(output, 'ready\n{\n "answer": "yes"\n}\n')).toEqual({ text: 'yes' })
  expect(readOutput(output, 'ready\n')).toEqual({})
})

test('the last matching line is the answer, or all of them together', () => {
  const lines = '{"t":"x","s":"one"}\nnoise\n{"t":"y","s":"no"}\n{"t":"x","s":"two"}\n'
  const output = { format: 'json-lines', text: 's', where: { t: 'x' } } as const
  expect(readOutput(output, lines).text).toBe('two')
  expect(readOutput({ ...output, texts: 'all' }, lines).text).toBe('onetwo')
})

test('figures of several lines are added, each kind of token in one place', () => {
  const lines = '{"u":{"i":10,"c":4,"o":1}}\n{"u":{"i":5,"o":2}}\n'
  const tokens = { input: 'u.i - u.c', cachedRead: 'u.c', output: 'u.o' }
  expect(readOutput({ format: 'json-lines', text: 't', tokens }, lines).usage).toEqual({
    input: 11,
    cachedRead: 4,
    cachedWrite: 0,
    output: 3,
    reasoning: 0,
  })
})

test('half a count is no count', () => {
  const tokens = { input: 'i', output: 'o' }
  expect(readOutput({ format: 'json', text: 't', tokens }, '{"t":"a","i":5}').usage).toBeUndefined()
})

test.each([1e300, 2 ** 53, -1, '9007199254740993'])('a count of %p is none, nor are the others beside it', (count) => {
  const tokens = { input: 'i', cachedRead: 'c', output: 'o' }
  const said = (figures: object) => readOutput({ format: 'json', text: 't', tokens }, JSON.stringify(figures)).usage
  for (const name of ['i', 'c', 'o']) expect(said({ i: 1, c: 2, o: 3, [name]: count })).toBeUndefined()
  expect(said({ i: 1, o: 3 })).toMatchObject({ input: 1, cachedRead: 0, output: 3 })
})

test.each([-100, 1e300, 20_000])('a price of %p dollars is none', (dollars) => {
  const output = { format: 'json', text: 't', cost: 'c' } as const
  expect(readOutput(output, JSON.stringify({ t: 'a', c: dollars }))).toEqual({ text: 'a' })
})

test('dollars are read, and never from a seat', () => {
  const said = '{"t":"a","cost":0.25}'
  expect(readOutput({ format: 'json', text: 't', cost: 'cost' }, said).dollars).toBe(0.25)
  expect(readOutput({ format: 'json', text: 't', cost: 'not-metered' }, said).dollars).toBeUndefined()
})

test('an error is one whatever the exit code says, unless it is nothing', () => {
  const output = { format: 'json', text: 't', error: 'e' } as const
  expect(readOutput(output, '{"t":"a","e":false}').error).toBeUndefined()
  expect(readOutput(output, '{"t":"a","e":null}').error).toBeUndefined()
  expect(readOutput(output, '{"t":"limit reached","e":true}').error).toBe('limit reached')
  expect(readOutput(output, '{"e":{"code":7}}').error).toBe('{"code":7}')
})

test('a pattern finds the answer and the figures', () => {
  const output = {
    format: 'regex',
    text: 'answer: (?<text>.*)',
    tokens: { input: '(?<value>\\d+) in', output: '(?<value>\\d+) out' },
    cost: '\\$(?<value>[\\d.]+)',
  } as const
  expect(readOutput(output, 'answer: 42\n10 in 2 out $0.5\n3 in 1 out $0.25\n')).toMatchObject({
    text: '42',
    usage: { input: 13, output: 3 },
    dollars: 0.75,
  })
})

test('no output makes reading it fail', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('json', 'json-lines', 'text', 'regex'), (stdout, format) => {
      const said = readOutput({ format, text: format === 'regex' ? '(?<text>.*)' : 'a.*.b', error: 'x' }, stdout)
      if (format === 'text') expect(said.text).toBe(stdout)
      else expect(Object.keys(said).length).toBeLessThanOrEqual(2)
    }),
  )
})
