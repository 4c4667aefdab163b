import { expect, test } from 'bun:test'
import { File, operation, z } from '@nimbus/kernel/define'
import { product } from '@nimbus/testkit'
import { catalogEntryOf } from '@nimbus/testkit/catalog-entry'
import fc from 'fast-check'
import { commandNames, matchCommand } from './commands.ts'
import { exampleCommand } from './example-command.ts'
import { flagsOf, globalFlags } from './flags.ts'
import { commandHelp } from './help.ts'
import { parseCommand } from './parse.ts'
import { styleFor } from './style.ts'

const entries = product().catalog.list()
const plain = styleFor(false, {})
const noSources = {
  readFile: (path: string): never => {
    throw new Error(`@${path} was read`)
  },
  readStdin: (): never => {
    throw new Error('standard input was read')
  },
}

/** The words that a POSIX shell makes of command lines. */
const wordsOf = (lines: readonly string[]): string[][] => {
  const script = lines.map((line) => `set -- ${line}\nprintf '%s\\0' "$@"\nprintf '\\1\\0'\n`).join('')
  const { stdout, exitCode } = Bun.spawnSync(['sh'], { stdin: new TextEncoder().encode(script), env: {} })
  if (exitCode !== 0) throw new Error(`sh did not understand:\n${script}`)
  return stdout
    .toString()
    .split('\u0001\0')
    .slice(0, -1)
    .map((part) => part.split('\0').slice(0, -1))
}

test.each(entries.filter(({ examples }) => examples.length > 0).map((entry) => [entry.id, entry] as const))(
  '%s: its examples in help are understood as what they show',
  (_id, entry) => {
    const lines = wordsOf(entry.examples.map(({ input }) => exampleCommand(entry, input)))
    entry.examples.forEach(({ input }, i) => {
      const matched = matchCommand(entries, (lines[i] ?? []).slice(1))
      expect(matched?.entry.id).toBe(entry.id)
      expect(parseCommand(entry, matched?.rest ?? [], noSources).input).toEqual(input as Record<string, unknown>)
    })
  },
)

test.each(['artifact save', 'artifact-save', 'state artifact save', 'state artifact-save'])(
  '%s is one command',
  (typed) => {
    expect(matchCommand(entries, [...typed.split(' '), 'notes'])).toMatchObject({
      entry: { id: 'state.artifact-save' },
      rest: ['notes'],
    })
  },
)

const sample = catalogEntryOf(
  operation({
    id: 'any.thing',
    summary: 'Do it',
    effect: 'read',
    input: z.object({
      file: File,
      names: z.array(z.string()).optional(),
      kinds: z.array(z.enum(['a', 'b'])).optional(),
      size: z.number().optional(),
      tags: z.record(z.string(), z.string()).optional(),
      deep: z.object({ x: z.string() }).optional(),
      items: z.array(z.object({ x: z.string() })).optional(),
      note: z.string().optional(),
      on: z.boolean().optional(),
      extra: z.array(z.string()).optional(),
    }),
    output: z.object({}),
    positional: ['file', 'names'],
    passthrough: 'extra',
    examples: [],
    run: async () => ({}),
  }),
)

test('whatever an example holds, its command line is understood as just that', () => {
  // No program takes NUL in its arguments.
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0')),
    fc.constantFrom('-', '--', '-x', '--json', '--note', '@file', '@@', "it's", '$HOME', '`id`', '', ' ', 'a\nb', '*'),
  )
  const some = fc.array(text, { minLength: 1, maxLength: 3 })
  const name = fc.constantFrom('a', 'b c', 'x-y')
  const input = fc.record(
    {
      file: text.filter((value) => value !== ''),
      names: some,
      kinds: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
      size: fc.double({ noDefaultInfinity: true, noNaN: true }).filter((value) => !Object.is(value, -0)),
      tags: fc.dictionary(name, text, { minKeys: 1 }),
      deep: fc.record({ x: text }),
      items: fc.array(fc.record({ x: text }), { maxLength: 2 }),
      note: text,
      on: fc.boolean(),
      extra: some,
    },
    { requiredKeys: ['file'] },
  )
  fc.assert(
    fc.property(fc.array(input, { minLength: 1, maxLength: 20 }), (inputs) => {
      const lines = wordsOf(inputs.map((each) => exampleCommand(sample, each)))
      inputs.forEach((each, i) => {
        expect(parseCommand(sample, (lines[i] ?? []).slice(3), noSources).input).toEqual(each)
      })
    }),
    { numRuns: 60 },
  )
})

test('a flag before the command is the one that every command has, behind it the operation has its own', () => {
  const both = entries.find((entry) => flagsOf(entry).some((flag) => flag.name === 'directory' && !flag.required))
  if (!both) throw new Error('no operation has an optional field called directory')
  const { input, options } = parseCommand(both, ['--directory', 'infra'], noSources, ['--directory', '/work'])
  expect({ field: input.directory, workspace: options.directory }).toEqual({ field: 'infra', workspace: '/work' })
  expect(commandHelp(both, plain)).toContain('the workspace root; before the command')
})

test('flags that every command has keep their meaning, but for the two that name what an operation takes', () => {
  const common = new Set(globalFlags.map(({ name }) => name))
  const taken = entries.flatMap((entry) => flagsOf(entry).map(({ name }) => name)).filter((name) => common.has(name))
  expect([...new Set(taken)].sort()).toEqual(['directory', 'input'])
})

test('no two operations answer to the same words, and no flag name stands for two fields', () => {
  const names = entries.flatMap((entry) => commandNames(entry).map((name) => `${name}`))
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  for (const entry of entries) {
    const flags = flagsOf(entry).map(({ name }) => name)
    expect(new Set(flags).size).toBe(flags.length)
  }
})

test.each(entries.map((entry) => [entry.id, entry] as const))(
  '%s: its help shows every flag and an example',
  (_id, entry) => {
    const help = commandHelp(entry, plain)
    for (const { name, field } of flagsOf(entry)) if (field !== entry.passthrough) expect(help).toContain(`--${name}`)
    expect(help).toContain('Examples\n  # ')
    expect(help.split('\n').filter((line) => /\s$/.test(line))).toEqual([])
  },
)
