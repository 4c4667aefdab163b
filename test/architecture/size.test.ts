import { expect, test } from 'bun:test'
import { sourceFiles } from './source-files.ts'

/** Lines of any file people write. */
const longest = 300
/** Lines of kernel code, without blank lines and comments: it is meant to be read in one sitting. */
const kernelBudget = 1920

const files = await sourceFiles()
const codeLines = (text: string) => text.split('\n').filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length

test(`no file is longer than ${longest} lines`, () => {
  const long = files
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > longest)
  expect(long).toEqual([])
})

test('the kernel stays within its budget', () => {
  const lines = files
    .filter(({ path }) => path.startsWith('packages/kernel/') && !path.endsWith('.test.ts'))
    .reduce((sum, { text }) => sum + codeLines(text), 0)
  expect(lines).toBeLessThanOrEqual(kernelBudget)
})

test('no file has a name that says nothing', () => {
  const vague = /\/(utils?|helpers?|manager|common|misc|shared)(\.|\/)/
  expect(files.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([])
})
