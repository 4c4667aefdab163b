import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { attribute, block, loadHcl, printHcl } from '../index.ts'

const parse = await loadHcl()

/** Gives the only attribute's expression. */
function expression(text: string) {
  const { body, diagnostics } = parse(`a = ${text}\n`, 'a.tf')
  expect(diagnostics).toEqual([])
  const found = body.attributes[0]?.expression
  if (!found) throw new Error(`no expression in ${text}`)
  return found
}

describe('parseHcl', () => {
  test('gives blocks, labels and attributes with lines that count from 1', () => {
    const { body } = parse('# note\nresource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n', 'main.tf')

    const [vpc] = body.blocks
    expect(vpc).toMatchObject({ type: 'resource', labels: ['aws_vpc', 'main'] })
    expect(vpc?.range.start).toEqual({ line: 2, column: 1, offset: 7 })
    expect(vpc?.body.attributes[0]).toMatchObject({ name: 'cidr_block', range: { start: { line: 3, column: 3 } } })
    expect(vpc?.body.attributes[0]?.expression).toMatchObject({ kind: 'literal', value: '10.0.0.0/16' })
  })

  test('keeps comments with their places', () => {
    expect(parse('a = 1 # why\n', 'a.tf').comments).toMatchObject([{ text: '# why', range: { start: { column: 7 } } }])
  })

  test.each([
    ['"x"', { kind: 'literal', value: 'x' }],
    ['"\\u00e9\\n$${x}"', { kind: 'literal', value: 'é\n${x}' }],
    ['-1.5', { kind: 'unary', operator: '-' }],
    ['null', { kind: 'literal', value: null }],
    ['"a ${b} c"', { kind: 'template', parts: ['a ', { kind: 'traversal', root: 'b' }, ' c'] }],
    ['[1, true]', { kind: 'tuple', items: [{ value: 1 }, { value: true }] }],
    ['{ a = 1, (b) = 2 }', { kind: 'object', entries: [{ key: { value: 'a' } }, { key: { kind: 'traversal' } }] }],
    ['aws_vpc.main.id', { root: 'aws_vpc', steps: [{ name: 'main' }, { name: 'id' }] }],
    ['a[*].b', { root: 'a', steps: [{ kind: 'splat' }, { name: 'b' }] }],
    ['f(a, b...)', { kind: 'call', name: 'f', expand: true }],
    ['f(1)[0].x', { kind: 'access', steps: [{ kind: 'index' }, { name: 'x' }] }],
    ['a ? b : c', { kind: 'conditional', whenTrue: { root: 'b' }, whenFalse: { root: 'c' } }],
    ['[for k, v in m : v if k != "a"]', { kind: 'for', names: ['k', 'v'], condition: { operator: '!=' } }],
    ['{ for k in m : k => k... }', { kind: 'for', grouped: true, key: { root: 'k' } }],
    ['1 + 2 * 3', { operator: '+', right: { operator: '*' } }],
    ['(1 + 2) * 3', { operator: '*', left: { operator: '+', text: '(1 + 2)' } }],
  ])('understands %s', (text, shape) => {
    expect(expression(text)).toMatchObject(shape)
  })

  test('takes the shared indent from an indented heredoc', () => {
    expect(expression('<<-EOT\n    one\n      two\n\n    three\n  EOT')).toMatchObject({
      value: 'one\n  two\n\nthree\n',
    })
  })

  test('reads JSON syntax as the same tree', () => {
    const { body } = parse('{"resource": {"aws_vpc": {"main": {"cidr_block": "${var.cidr}"}}}}', 'main.tf.json')

    expect(body.blocks).toMatchObject([{ type: 'resource', labels: ['aws_vpc', 'main'] }])
    expect(body.blocks[0]?.body.attributes[0]?.expression).toMatchObject({ kind: 'template' })
  })

  test.each([
    ['an unclosed block', 'resource "a" "b" {\n  x = 1\n', 3, 'to close what starts on line 1'],
    ['a missing value', 'a = \nb = 1\n', 1, 'unexpected'],
    ['two attributes on one line', 'a = 1 b = 2\n', 1, 'expected a new line'],
    ['an attribute set twice', 'a = 1\na = 2\n', 2, 'already set on line 1'],
    ['a string over two lines', 'a = "x\ny"\n', 1, 'must end on the line'],
    ['a zero byte', 'a = 1\n\u0000', 2, 'not a text file'],
    ['invalid UTF-8', 'a = "\ufffd"\n', 1, 'not valid UTF-8'],
    ['400 levels of brackets', `a = ${'['.repeat(400)}${']'.repeat(400)}\n`, 1, 'nested too deeply'],
    ['400 levels of templates', `a = ${'"${'.repeat(400)}1${'}"'.repeat(400)}\n`, 1, 'nested too deeply'],
  ])('reports %s with its line', (_, text, line, message) => {
    const { diagnostics } = parse(text, 'a.tf')

    expect(diagnostics[0]).toMatchObject({ file: 'a.tf', range: { start: { line } } })
    expect(diagnostics[0]?.message).toContain(message)
  })

  test('refuses 50 MB at once instead of parsing it', () => {
    const { diagnostics, body } = parse('a = 1\n'.repeat(9_000_000), 'big.tf')

    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]?.message).toContain('51.5 MB is more than the 1 MB')
    expect(body.attributes).toEqual([])
  })

  test('refuses a million characters of nothing but nested templates at once', () => {
    const started = performance.now()
    const { diagnostics } = parse(`a = "${'${'.repeat(500_000)}`, 'a.tf')

    expect(diagnostics).toMatchObject([{ message: expect.stringContaining('nested too deeply') }])
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('does not count braces in comments, in text and after a doubled sign, nor what is closed again', () => {
    const line = 'a = "{ $${ %%{ \\"${ {}[b] }" # {{ "\n/* {{ */ // {{\n'
    const text = Array.from({ length: 700 }, (_, index) => line.replace('a', `a${index}`)).join('')

    expect(parse(text, 'a.tf').diagnostics).toEqual([])
  })

  test('never throws, whatever the text', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '"',
      '${',
      '[',
      'a',
      '=',
      '<<EOT\n',
      'EOT\n',
      '\n',
      'for ',
      '.',
      '*',
      '%{ if',
      '\\',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fragment, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 }),
        (parts) => {
          const text = parts.join('')
          const { body, diagnostics } = parse(text, 'a.tf')
          for (const { range } of diagnostics) expect(range.start.offset).toBeLessThanOrEqual(text.length + 1)
          expect(body.range.end.offset).toBe(text.length)
        },
      ),
    )
  })

  test('reads back every string it prints', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
        fc.pre(!value.includes('\ufffd'))
        const { body, diagnostics } = parse(printHcl([block('b', [], [attribute('a', value)])]), 'a.tf')
        expect(diagnostics).toEqual([])
        expect(body.blocks[0]?.body.attributes[0]?.expression).toMatchObject({ kind: 'literal', value })
      }),
    )
  })
})
