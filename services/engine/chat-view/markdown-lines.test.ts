import { expect, test } from 'bun:test'
import { markdownLines } from './markdown-lines.ts'
import { paintFor } from './paint.ts'

const plain = (text: string, width = 40) => markdownLines(text, width, paintFor(false))

test('headings, lists, quotations, code and links lose their marks and keep their shape', () => {
  expect(
    plain('# Title\n\n- one **two**\n  - three\n3. four\n> five\n```ts\nconst a = `b`\n```\n[six](https://e.org)'),
  ).toEqual(['Title', '', '• one two', '  • three', '3. four', '│ five', '  const a = `b`', 'six (https://e.org)'])
})

test('what hangs from a mark goes on below its text', () => {
  expect(plain('- one two three four', 12)).toEqual(['• one two ', '  three four'])
})

test('stars and underscores of code and globs are no emphasis', () => {
  expect(plain('use `**/*.ts` and a*b*c and snake_case_name', 60)).toEqual([
    'use **/*.ts and a*b*c and snake_case_name',
  ])
})

test('what is not closed yet stays as it is', () => {
  expect(plain('so **far')).toEqual(['so **far'])
})

test('tabs are as wide as they are counted', () => {
  expect(plain('```make\nall:\n\tgcc a.c\n```')).toEqual(['  all:', '    gcc a.c'])
})

test('what a terminal would obey is written out', () => {
  expect(plain('a\u001b[2Jb\u202ec')).toEqual(['a\\u{1b}[2Jb\\u{202e}c'])
})
