import { expect, test } from 'bun:test'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { splitWords } from './split-words.ts'

const options = {
  name: { type: 'string' },
  n: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  yes: { type: 'boolean', short: 'y' },
} as const

const spelling = {
  takesValue: (name: string) => name === 'name' || name === 'n',
  letters: { h: 'help', y: 'yes' },
}

const expected = (args: string[]) =>
  parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true }).tokens.flatMap((token) => {
    if (token.kind === 'option-terminator') return []
    const { index: _, ...rest } = token
    return [rest]
  })

const known = ['--', '-', '--name', '--name=', '--name=a=b', '--=', '--=x', '--no-x', '--help', '--yes=false', '-h']
const words = fc.oneof(
  fc.constantFrom(...known, '-y', '-yh', '-hn', '-n', '-nx', '-hnx', '-h-', '-é', '', 'a', '-1', '---', '--n'),
  fc.string({ maxLength: 4 }),
)

test('words are split as the runtime does it', () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 6 }), (argv) => {
      expect(splitWords(argv, spelling)).toEqual(expected(argv))
    }),
    { numRuns: 3000 },
  )
})
