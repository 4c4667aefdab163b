import { expect, test } from 'bun:test'
import { type ErrorData, NimbusError } from '@nimbus/kernel'
import { File, operation, z } from '@nimbus/kernel/define'
import { catalogEntryOf } from '@nimbus/testkit/catalog-entry'
import { parseCommand } from './parse.ts'
import type { Sources } from './values.ts'

const entry = catalogEntryOf(
  operation({
    id: 'any.thing',
    summary: 'Do it',
    effect: 'read',
    input: z.object({
      file: File,
      names: z.array(z.string()).default([]),
      kinds: z.array(z.enum(['a', 'b'])).default([]),
      size: z.number().optional(),
      sizes: z.array(z.number()).optional(),
      level: z.enum(['low', 'high']).default('low'),
      tags: z.record(z.string(), z.string()).optional(),
      weights: z.record(z.string(), z.number()).optional(),
      anything: z.record(z.string(), z.unknown()).optional(),
      deep: z.object({ x: z.number() }).optional(),
      textOrMap: z.union([z.string(), z.object({ x: z.number() })]).optional(),
      note: z.string().optional(),
      dotAll: z.boolean().default(true),
      extra: z.array(z.string()).default([]),
    }),
    output: z.object({}),
    positional: ['file', 'names'],
    passthrough: 'extra',
    examples: [],
    run: async () => ({}),
  }),
)

const sources: Sources = {
  readFile: (path) => `contents of ${path}`,
  readStdin: () => 'from stdin',
}
const parse = (...argv: string[]) => parseCommand(entry, argv, sources)
const input = (...argv: string[]) => parse('f', ...argv).input
const refused = (...argv: string[]): ErrorData => {
  try {
    parse(...argv)
  } catch (thrown) {
    if (thrown instanceof NimbusError) return thrown.data
    throw thrown
  }
  throw new Error(`${argv.join(' ')} was accepted`)
}

test('arguments by position fill the fields in order, and a list takes the rest', () => {
  expect(parse('main.tf', 'one', 'two').input).toEqual({ file: 'main.tf', names: ['one', 'two'] })
})

test('a field by position is a flag as well, and the flag wins', () => {
  expect(parse('--file', 'b.tf').input).toEqual({ file: 'b.tf' })
  expect(parse('a.tf', '--file', 'b.tf').input).toEqual({ file: 'b.tf' })
})

test.each([
  [['--names', 'a,b', '--names', 'c'], { names: ['a,b', 'c'] }],
  [['--kinds', 'a,b'], { kinds: ['a', 'b'] }],
  [['--kinds', 'a', '--kinds', 'b'], { kinds: ['a', 'b'] }],
  [['--size', '-1.5'], { size: -1.5 }],
  [['--size=-2'], { size: -2 }],
  [['--sizes', '1', '--sizes', '2'], { sizes: [1, 2] }],
  [['--level', 'high'], { level: 'high' }],
  [['--tags', 'team=platform', '--tags', 'url=a=b'], { tags: { team: 'platform', url: 'a=b' } }],
  [['--tags', '{"a":"b"}', '--tags', 'c=d'], { tags: { a: 'b', c: 'd' } }],
  [['--weights', 'a=1', '--weights', 'b=-2'], { weights: { a: 1, b: -2 } }],
  [['--deep', '{"x":1}'], { deep: { x: 1 } }],
  [['--text-or-map', 'plain'], { textOrMap: 'plain' }],
  [['--text-or-map', '{"x":1}'], { textOrMap: { x: 1 } }],
  [['--dot-all'], { dotAll: true }],
  [['--no-dot-all'], { dotAll: false }],
  [['--dot-all=false'], { dotAll: false }],
  [['--no-dot-all=false'], { dotAll: true }],
  [['--note', '@notes.txt'], { note: 'contents of notes.txt' }],
  [['--note', '@@home'], { note: '@home' }],
  [['--note', '-'], { note: 'from stdin' }],
  [['--note', '-v'], { note: '-v' }],
  [['--note=--json'], { note: '--json' }],
  [['--note', '--unknown'], { note: '--unknown' }],
  [['--note', ''], { note: '' }],
  [['--note', 'ä "quoted" \n'], { note: 'ä "quoted" \n' }],
] as const)('%j', (argv, expected) => {
  expect(input(...argv)).toMatchObject(expected)
})

test('a path is taken as it is: a file may be called @x or -', () => {
  expect(parse('@x').input).toEqual({ file: '@x' })
  expect(parse('--file', '-').input).toEqual({ file: '-' })
})

test('what follows -- is passed on untouched', () => {
  expect(input('--', '-lock=false', '--json', '@x')).toMatchObject({ extra: ['-lock=false', '--json', '@x'] })
})

test('the whole input may be given as JSON, and flags win over it', () => {
  expect(parse('--input', '{"file":"a","size":1}', '--size', '2').input).toEqual({ file: 'a', size: 2 })
  const fromFile: Sources = { ...sources, readFile: () => '{"file":"b"}', readStdin: () => '{"file":"c"}' }
  expect(parseCommand(entry, ['--input', '@in.json'], fromFile).input).toEqual({ file: 'b' })
  expect(parseCommand(entry, ['--input', '-'], fromFile).input).toEqual({ file: 'c' })
})

test('flags of every command are told apart from the fields', () => {
  const { options } = parse('f', '--json', '-y', '--confirm', 'a', '--confirm=b', '--dry-run', '--directory', '/w')
  expect(options).toEqual({
    json: true,
    quiet: false,
    yes: true,
    confirm: ['a', 'b'],
    dryRun: true,
    showCommands: false,
    help: false,
    directory: '/w',
  })
})

test('a flag that is switched off is off', () => {
  expect(parse('f', '--yes=false', '--json', '--json=false').options).toMatchObject({ yes: false, json: false })
})

test.each([
  [['f', '--levle', 'x'], 'unknown-flag', '--levle', 'did you mean --level?'],
  [['f', '--high'], 'unknown-flag', '--high', 'did you mean --level high?'],
  [['f', '--no-dot'], 'unknown-flag', '--no-dot', 'see the flags with --help'],
  [['f', '-q'], 'unknown-flag', '-q', 'see the flags with --help'],
  [['f', '--level'], 'invalid-flag', '--level', undefined],
  [['f', '--level', '--json'], 'invalid-flag', '--level', 'if it is meant as the value: --level=--json'],
  [['f', '--size', 'big'], 'invalid-flag', '--size', 'write it in digits, such as 10 or 0.5'],
  [['f', '--size', ''], 'invalid-flag', '--size', undefined],
  [['f', '--weights', 'a=x'], 'invalid-flag', '--weights', undefined],
  [['f', '--tags', 'noequals'], 'invalid-flag', '--tags', 'for example --tags team=platform'],
  [['f', '--tags', '=x'], 'invalid-flag', '--tags', 'for example --tags team=platform'],
  [['f', '--weights', 'heavy'], 'invalid-flag', '--weights', 'for example --weights size=1'],
  [
    ['f', '--anything', 'not json'],
    'invalid-flag',
    '--anything',
    'write it as \'{"name": …}\', or name a file that holds it: --anything @file.json',
  ],
  [
    ['f', '--deep', '{x'],
    'invalid-flag',
    '--deep',
    'write it as \'{"name": …}\', or name a file that holds it: --deep @file.json',
  ],
  [['f', '--dot-all=maybe'], 'invalid-flag', '--dot-all', undefined],
  [['f', '--yes=maybe'], 'invalid-flag', '--yes', undefined],
  [['f', '--input', '[1]'], 'invalid-flag', '--input', undefined],
  [['f', '--input', '{'], 'invalid-flag', '--input', undefined],
  [['f', '--confirm'], 'invalid-flag', '--confirm', undefined],
  [[], 'missing-argument', '--file', 'see an example: nimbus any thing --help'],
] as const)('%j is refused as %s at %s', (argv, code, at, next) => {
  expect(refused(...argv)).toMatchObject({ code, at, exit: 2, next: next ?? expect.any(String) })
})

test('an id that is not there is said to be in its list', () => {
  const input = {
    type: 'object',
    properties: { plan: { type: 'string', pattern: '^p_[a-z2-7]{4,20}$' } },
    required: ['plan'],
  }
  expect(() => parseCommand({ ...entry, input }, [], sources)).toThrow(
    expect.objectContaining({
      data: expect.objectContaining({
        next: 'list them with: nimbus plan list; see an example: nimbus any thing --help',
      }),
    }),
  )
})

test('too many arguments are named', () => {
  const single = { ...entry, positional: ['file'] }
  expect(() => parseCommand(single, ['a', 'b'], sources)).toThrow('b is one argument too many')
})

test('help is asked for without what is otherwise needed', () => {
  expect(parse('--help').options.help).toBe(true)
  expect(parse('-h', '--size', '1').options.help).toBe(true)
})
