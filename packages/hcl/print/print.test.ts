import { describe, expect, test } from 'bun:test'
import { spawnSync, which } from 'bun'
import fc from 'fast-check'
import {
  attribute,
  blank,
  block,
  call,
  comment,
  entries,
  heredoc,
  type Item,
  printHcl,
  raw,
  template,
  type Value,
} from '../index.ts'

const terraform = process.env.NIMBUS_TERRAFORM ?? which('terraform') ?? which('tofu')

describe('printHcl', () => {
  test('aligns neighbouring attributes and starts a new run after a blank line, a comment or a nested value', () => {
    const text = printHcl([
      block(
        'resource',
        ['aws_vpc', 'main'],
        [
          attribute('cidr_block', '10.0.0.0/16'),
          attribute('enable_dns_hostnames', true),
          attribute('tags', { Name: raw('var.name'), 'aws:x': 'a' }),
          attribute('a', 1),
          comment('why'),
          attribute('longer', 2),
        ],
      ),
    ])

    expect(text).toBe(
      [
        'resource "aws_vpc" "main" {',
        '  cidr_block           = "10.0.0.0/16"',
        '  enable_dns_hostnames = true',
        '  tags = {',
        '    Name    = var.name',
        '    "aws:x" = "a"',
        '  }',
        '  a = 1',
        '  # why',
        '  longer = 2',
        '}',
        '',
      ].join('\n'),
    )
  })

  test('sets blocks apart, prints no blank line at an edge and keeps a comment with its block', () => {
    const text = printHcl([
      blank,
      comment('first\nsecond'),
      block('locals', [], [blank, attribute('a', 1), block('b'), blank]),
      comment('next'),
      block('c'),
      blank,
    ])

    expect(text).toBe('# first\n# second\nlocals {\n  a = 1\n\n  b {}\n}\n\n# next\nc {}\n')
  })

  test('escapes interpolation in a plain string and keeps it in a template', () => {
    const text = printHcl([attribute('a', '${x} "q"\n'), attribute('b', template('${lookup(m, "k")} "q" $${y}'))])

    expect(text).toBe('a = "$${x} \\"q\\"\\n"\nb = "${lookup(m, "k")} \\"q\\" $${y}"\n')
  })

  test('expands the last argument of a call as Terraform users write it', () => {
    const text = printHcl([attribute('policy', call('jsonencode', { Version: '2012-10-17', Statement: [{ a: 1 }] }))])

    expect(text).toBe(
      'policy = jsonencode({\n  Version = "2012-10-17"\n  Statement = [\n    {\n      a = 1\n    },\n  ]\n})\n',
    )
  })

  test('refuses a number HCL cannot write', () => {
    expect(() => printHcl([attribute('a', Number.NaN)])).toThrow('HCL has no number NaN')
  })
})

describe.skipIf(!terraform)(terraform ? 'terraform fmt' : 'terraform fmt (skipped: terraform not found)', () => {
  test('changes nothing in what is printed', () => {
    const samples = fc.sample(document, { numRuns: 300, seed: 20_260_101 })
    const text = samples.map((items, index) => printHcl([block(`sample${index}`, [], items)])).join('\n')

    const formatted = formatWithTerraform(text)

    expect(formatted).toBe(text)
  })
})

function formatWithTerraform(text: string): string {
  const { stdout, stderr, exitCode } = spawnSync([terraform ?? '', 'fmt', '-'], { stdin: Buffer.from(text) })
  if (exitCode !== 0) throw new Error(stderr.toString())
  return stdout.toString()
}

const name = fc.stringMatching(/^[a-z][a-z_]{0,9}$/)
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(
      raw('var.x'),
      raw('{\n  for k, v in var.m :\n  k => v\n}'),
      template('${var.a}-b'),
      heredoc('one\n  two\n\nthree'),
      heredoc('  all\n  indented\n'),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(name, fc.string({ unit: 'grapheme', maxLength: 8 })), tie('value'), { maxKeys: 4 }),
    fc.tuple(name, fc.array(tie('value'), { maxLength: 3 })).map(([head, values]) => call(head, ...values)),
    tie('value').map((inner) => entries([[raw('(var.key)'), inner]])),
  ),
}))
const { items: document } = fc.letrec<{ items: Item[] }>((tie) => ({
  items: fc.uniqueArray(
    fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.tuple(name, value).map(([head, inner]): Item => attribute(head, inner)),
      fc.constant<Item>(blank),
      fc.constant<Item>(comment('a note')),
      fc.tuple(name, tie('items')).map(([type, body]): Item => block(type, ['label'], body)),
    ),
    { maxLength: 6, selector: (item) => (item.kind === 'attribute' ? item.name : item) },
  ),
}))
