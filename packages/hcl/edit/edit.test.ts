import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { attribute, block, heredoc, insertBlock, loadHcl, printHcl, removeAttribute, setAttribute } from '../index.ts'

const parse = await loadHcl()

function bucket(text: string) {
  const file = parse(text, 'main.tf')
  expect(file.diagnostics).toEqual([])
  return { file, body: file.body.blocks[0]?.body ?? file.body }
}

describe('edits', () => {
  test('replace only the expression of an attribute that is there', () => {
    const text = 'resource "a" "b" {\n  x    =   1 # odd spacing stays\n}\n'
    expect(setAttribute(bucket(text), 'x', [1, 2])).toBe(text.replace('  1 #', '  [1, 2] #'))
  })

  test('add an attribute after the last one', () => {
    expect(setAttribute(bucket('b {\n  x = 1\n\n  c {}\n}\n'), 'y', 'z')).toBe('b {\n  x = 1\n  y = "z"\n\n  c {}\n}\n')
  })

  test('open a block that was written on one line', () => {
    expect(setAttribute(bucket('b {}\n'), 'y', 1)).toBe('b {\n  y = 1\n}\n')
    expect(parse(setAttribute(bucket('b { x = 1 }\n'), 'y', 1), 'a.tf').diagnostics).toEqual([])
  })

  test('remove an attribute with its line and the comment behind it', () => {
    expect(removeAttribute(bucket('b {\n  x = 1 # gone\n  y = 2\n}\n'), 'x')).toBe('b {\n  y = 2\n}\n')
  })

  test('remove nothing when there is nothing to remove', () => {
    expect(removeAttribute(bucket('b {\n  x = 1\n}\n'), 'z')).toBe('b {\n  x = 1\n}\n')
  })

  test('insert a block at the end of a body', () => {
    const nested = block('versioning', [], [attribute('enabled', true)])
    expect(insertBlock(bucket('b {\n  x = 1\n}\n'), nested)).toBe(
      'b {\n  x = 1\n\n  versioning {\n    enabled = true\n  }\n}\n',
    )
  })

  test('put nothing behind a heredoc marker', () => {
    const text = setAttribute(bucket('b {\n  x = 1 # why\n}\n'), 'x', heredoc('one'))
    expect(parse(text, 'a.tf').diagnostics).toEqual([])
  })

  test('leave every other character as it was', () => {
    const noise = fc.constantFrom('\n', '  # note\n', '  z1   =  [ 1,2 ]\n', '  nested {\n  k=1\n  }\n', '  /* c */\n')
    const part = fc.uniqueArray(noise, { selector: (text) => (text.includes('z1') ? 'z1' : Symbol('any')) })
    fc.assert(
      fc.property(part, part, fc.string({ unit: 'grapheme', maxLength: 10 }), (before, after, value) => {
        const head = `resource "a" "b" {\n${before.join('')}  x =`
        const tail = ` # tail\n${after.join('').replaceAll('z1', 'z2')}}\n`
        const expression = printHcl([attribute('x', value)]).slice(4, -1)

        expect(setAttribute(bucket(`${head} 1${tail}`), 'x', value)).toBe(`${head} ${expression}${tail}`)
      }),
    )
  })

  test('undo each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('\n', '  # note\n', '  nested {\n  k=1\n  }\n')),
        fc.boolean(),
        (parts, value) => {
          const text = `b {\n  x = 1\n${parts.join('')}}\n`
          const added = setAttribute(bucket(text), 'y', value)
          expect(removeAttribute(bucket(added), 'y')).toBe(text)
        },
      ),
    )
  })
})
