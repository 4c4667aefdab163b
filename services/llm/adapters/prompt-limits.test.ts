import { expect, test } from 'bun:test'
import { checkArgument, checkText } from './prompt-limits.ts'
import { plainTool } from './testing.ts'

const byArgument = (args: readonly string[]) => plainTool('t', { args, prompt: 'argument' })
const safe = byArgument(['--', '{{prompt}}'])

test('NUL and halves of surrogate pairs are refused', () => {
  expect(() => checkText('a\0b', 'task')).toThrow('holds a NUL character')
  expect(() => checkText('a\ud800b', 'task')).toThrow('not valid Unicode')
  expect(() => checkText('a😀\n"b"', 'task')).not.toThrow()
  expect(() => checkText('x'.repeat(11 * 1024 * 1024), 'task')).toThrow('longer than 10 MiB')
})

test.each([
  ['linux', 131_071],
  ['darwin', 786_432],
  ['win32', 30_000],
  ['wsl', 131_071],
] as const)('%s takes an argument of %d bytes and none longer', (platform, most) => {
  expect(() => checkArgument(safe, 'x'.repeat(most), platform, '/bin/t')).not.toThrow()
  expect(() => checkArgument(safe, 'x'.repeat(most + 1), platform, '/bin/t')).toThrow('too long to be an argument')
})

test('bytes are counted, not characters', () => {
  expect(() => checkArgument(safe, 'é'.repeat(70_000), 'linux', '/bin/t')).toThrow('too long to be an argument')
})

test('a prompt that begins with a dash needs something that keeps it from being a flag', () => {
  for (const args of [['--', '{{prompt}}'], ['--prompt={{prompt}}']])
    expect(() => checkArgument(byArgument(args), '--help', 'linux', '/bin/t')).not.toThrow()
  for (const args of [['{{prompt}}'], ['-p', '{{prompt}}'], ['{{prompt}}', '--']])
    expect(() => checkArgument(byArgument(args), '--help', 'linux', '/bin/t')).toThrow(
      'would read the prompt as a flag',
    )
})

test('a batch file of Windows is given no prompt as an argument', () => {
  expect(() => checkArgument(safe, '" & calc', 'win32', 'C:\\npm\\t.cmd')).toThrow('is a batch file')
})
