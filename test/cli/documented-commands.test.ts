import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { product } from '@nimbus/testkit'
import { surfaceCommands } from '../../apps/nimbus/surface-commands.ts'
import { commandNames, groupOf, matchCommand } from '../../packages/surfaces/cli/commands.ts'

const root = join(import.meta.dir, '../..')
const entries = product().catalog.list()
const others = new Set(['help', 'version', 'completion', ...surfaceCommands.map(({ name }) => name)])

/** What a person reads; the reference is made of the catalog itself. */
const pages = [...new Bun.Glob('{README,CHANGELOG}.md').scanSync(root), ...new Bun.Glob('docs/**/*.md').scanSync(root)]
  .filter((page) => !page.startsWith('docs/reference/'))
  .toSorted()

/** Pieces of a page that show what is typed: code in a line, and lines of blocks, where a mark may be the shell's. */
const typedIn = (page: string): readonly string[] => {
  const blocks = [...page.matchAll(/^```.*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split(/\n| \| /))
  const spans = [...page.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, span = '']) =>
    span.replaceAll(/\s+/g, ' '),
  )
  return [...blocks, ...spans]
    .flatMap((text) => text.split(/&&|;|\$\(|<\(/))
    .map((text) => text.replace(/^[\s$]+/, ''))
    .filter((text) => text.startsWith('nimbus '))
}

/** Words with which something typed begins, up to the first that is no name: an argument, a flag, a comment. */
const namesIn = (words: readonly string[]): readonly string[] => {
  const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word))
  return end < 0 ? words : words.slice(0, end)
}

/** Whether words name a command or a group of them, and not a command with something behind it that looks like another. */
const exists = (words: readonly string[]): boolean => {
  if (others.has(words[0] ?? '')) return true
  if (groupOf(entries, words).length > 0) return true
  const found = matchCommand(entries, words)
  return found !== undefined && (found.rest.length === 0 || groupOf(entries, found.name.split(' ')).length === 0)
}

/** Each command of a list in short, as it may be read: `nimbus plan show | validate`, `nimbus apply · task list · show`. */
const commandsIn = (typed: string): readonly (readonly (readonly string[])[])[] => {
  const parts = typed.split(/ [·|] /).map((part) =>
    namesIn(
      part
        .replace(/^nimbus /, '')
        .trim()
        .split(/\s+/),
    ),
  )
  return parts.flatMap((part, at) => {
    // What stands behind a mark begins anew, or in the midst of what stands before.
    const begun = parts.slice(0, at).flatMap((before) => before.map((_, to) => before.slice(0, to)))
    return part.length > 0 ? [[part, ...begun.map((start) => [...start, ...part])]] : []
  })
}

test.each(pages.map((page) => [page] as const))('every command of %s exists', async (page) => {
  const missing = typedIn(await Bun.file(join(root, page)).text()).filter(
    (typed) => !commandsIn(typed).every((readings) => readings.some(exists)),
  )
  expect(missing).toEqual([])
})

test('a command that does not exist is found', () => {
  expect(exists(['persona', 'lst'])).toBe(false)
  expect(exists(['plan', 'shwo'])).toBe(false)
  expect(exists(['plan', 'show'])).toBe(true)
  expect(entries.flatMap(commandNames).length).toBeGreaterThan(100)
})
