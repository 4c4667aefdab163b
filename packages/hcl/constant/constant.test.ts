import { describe, expect, test } from 'bun:test'
import { constant, type Evaluated, evaluate, loadHcl, type Scope, Unknown } from '../index.ts'

const parse = await loadHcl()

const values: Record<string, Evaluated> = {
  'var.name': 'shop',
  'var.zones': 3,
  'var.names': ['b', 'a'],
  'var.map': { x: 1 },
  'var.open': new Unknown('var.open has no default'),
}
const scope: Scope = (root, name) => (name === undefined ? undefined : values[`${root}.${name}`])

function parsed(text: string) {
  const found = parse(`a = ${text}\n`, 'a.tf').body.attributes[0]?.expression
  if (!found) throw new Error(`no expression in ${text}`)
  return found
}

describe('constant', () => {
  test.each<[string, unknown]>([
    ['"${var.name}-${var.zones}"', 'shop-3'],
    ['"${var.map}"', { x: 1 }],
    ['var.zones > 2 ? "many" : "few"', 'many'],
    ['var.map["x"] + 1', 2],
    ['toset(var.names)', ['a', 'b']],
    ['merge(var.map, { y = 2 })', { x: 1, y: 2 }],
    ['concat(var.names, ["c"])', ['b', 'a', 'c']],
    ['jsonencode({ b = 1, a = [true] })', '{"a":[true],"b":1}'],
    ['format("%s-%02d", "a", 1)', undefined],
    ['format("%s-%d", "a", 1)', 'a-1'],
    ['[for n in var.names : upper(n) if n != "a"]', ['B']],
    ['{ for k, v in var.map : v => k }', { 1: 'x' }],
    ['[{ a = 1 }, { a = 2 }][*].a', [1, 2]],
    ['!(1 == 1) || true', true],
    ['lookup(var.map, "z", 9)', 9],
  ])('resolves %s', (text, value) => {
    const result = constant(parsed(text), scope)
    if (value === undefined) expect(result.known).toBe(false)
    else expect(result).toEqual({ known: true, value } as ReturnType<typeof constant>)
  })

  test.each([
    ['var.open', 'var.open has no default'],
    ['"x-${var.open}"', 'var.open has no default'],
    ['aws_vpc.main.id', 'aws_vpc.main.id is not known from the source'],
    ['timestamp()', 'timestamp() is not evaluated'],
    ['var.open ? 1 : 1', 'var.open has no default'],
    ['var.map.missing', 'var.map.missing has no missing that the source shows'],
    ['"%{ if true }x%{ endif }"', 'template directives are not evaluated'],
  ])('does not guess %s', (text, reason) => {
    expect(constant(parsed(text), scope)).toEqual({ known: false, reason })
  })

  test('keeps what is known beside what is not', () => {
    expect(evaluate(parsed('{ cidrs = concat(["0.0.0.0/0"], [var.open]) }'), scope)).toMatchObject({
      cidrs: ['0.0.0.0/0', new Unknown('var.open has no default')],
    })
  })

  test('does not let a few lines fill the memory', () => {
    const doubling = (operation: string): Scope => {
      const locals: Record<string, Evaluated> = { a0: ['x'], s0: 'x', o0: {} }
      for (let level = 1; level <= 60; level++) {
        const inner: Scope = (_, name) => locals[name ?? '']
        const previous = operation.replaceAll('?', String(level - 1))
        locals[`${operation[0] === '"' ? 's' : operation[0] === '{' ? 'o' : 'a'}${level}`] = evaluate(
          parsed(previous),
          inner,
        )
      }
      return (_, name) => (name === undefined ? undefined : locals[name])
    }
    const started = performance.now()

    expect(constant(parsed('local.s60'), doubling('"${local.s?}${local.s?}"')).known).toBe(false)
    expect(constant(parsed('concat(local.a60)'), doubling('[local.a?, local.a?]')).known).toBe(false)
    expect(constant(parsed('jsonencode(local.o60)'), doubling('{ a = local.o?, b = local.o? }')).known).toBe(false)
    expect(constant(parsed('local.o60 == local.o59'), doubling('{ a = local.o?, b = local.o? }')).known).toBe(false)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('treats __proto__ as an ordinary key', () => {
    const value = evaluate(parsed('{ __proto__ = { polluted = true } }'), scope)

    expect(Object.keys(value ?? {})).toEqual(['__proto__'])
    expect('polluted' in {}).toBe(false)
  })
})
