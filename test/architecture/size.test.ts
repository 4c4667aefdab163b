import { expect, test } from 'bun:test'
import { sourceFiles } from './source-files.ts'

/** Lines of any file people write. */
const longest = 300
/** Lines of kernel code, without blank lines and comments: it is meant to be read in one sitting. */
const kernelBudget = 1989
/** Lines of the kernel's ports, which are declarations and nothing else. */
const portsBudget = 469

const files = await sourceFiles()
const codeLines = (text: string) => text.split('\n').filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length

test(`no file is longer than ${longest} lines`, () => {
  const long = files
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > longest)
  expect(long).toEqual([])
})

const kernel = files.filter(({ path }) => path.startsWith('packages/kernel/') && !path.endsWith('.test.ts'))
const ports = kernel.filter(({ path }) => path.startsWith('packages/kernel/ports/'))
const linesOf = (some: typeof files) => some.reduce((sum, { text }) => sum + codeLines(text), 0)

test('the kernel stays within its budget', () => {
  expect(linesOf(kernel) - linesOf(ports)).toBeLessThanOrEqual(kernelBudget)
  expect(linesOf(ports)).toBeLessThanOrEqual(portsBudget)
})

test('the ports of the kernel are declarations only', () => {
  const running = ports.filter(({ text }) =>
    /^(export )?(const|let|var|function|class|async|import (?!type ))/m.test(text),
  )
  expect(running.map(({ path }) => path)).toEqual([])
})

test('no file has a name that says nothing', () => {
  const vague = /\/(utils?|helpers?|manager|common|misc|shared)(\.|\/)/
  expect(files.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([])
})
