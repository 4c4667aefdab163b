import { expect, test } from 'bun:test'
import { sourceFiles } from './source-files.ts'

/** Text up to the bracket that closes the first one. */
const callIn = (text: string): string => {
  let depth = 0
  for (let i = text.indexOf('('); i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')' && --depth === 0) return text.slice(0, i + 1)
  }
  return text
}

/** Errors that are told to people. Those of the kernel, the store and programs are about code that calls them wrongly. */
const told = /^(services\/|apps\/|packages\/(surfaces|host)\/)/

test('every error says what to do next', async () => {
  const silent = (await sourceFiles())
    .filter(({ path }) => told.test(path) && !/\.test\.tsx?$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\b(?:invalid|missing|failed|denied)\(\s*'([a-z-]+)'/g)]
        // What comes from elsewhere brings its own.
        .filter(({ index }) => !/\bnext\b|\bparts\b|\.\.\./.test(callIn(text.slice(index))))
        .map(([, code]) => `${path}: ${code}`),
    )
  expect(silent).toEqual([])
})
