import { expect, test } from 'bun:test'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NimbusError } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit'
import fc from 'fast-check'
import { bytesOf } from './files.ts'
import { loadSettings } from './load-settings.ts'
import { readSettings } from './read-settings.ts'
import { surroundingsOf } from './surroundings.ts'
import { configuration } from './testing.ts'

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...'bcdefgh'.split('').map((name, i) => {
    const before = 'abcdefgh'[i]
    return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`
  }),
].join('\n')

test.each<[string, string | Uint8Array, string]>([
  ['a bomb of aliases', bomb, 'aliases are not read'],
  ['a binary file', new Uint8Array([0x61, 0, 0x62]), 'the file is binary'],
  ['a file that is not UTF-8', new Uint8Array([0x61, 0x3a, 0x20, 0xff]), 'the file is not text'],
  ['a file of more than a megabyte', `# ${'x'.repeat(1_048_576)}`, 'the file is larger than 1 MiB'],
  ['brackets nested far too deep', '['.repeat(50_000), 'this is not YAML'],
  ['a map nested far too deep', '{a: '.repeat(50_000), 'this is not YAML'],
])('%s is one clear error with exit code 2, soon', async (_name, content, message) => {
  await using files = await configuration({ 'llm.yaml': content })
  const started = performance.now()
  const error = await failure(loadSettings(files.ctx))
  expect(error).toMatchObject({ code: 'invalid-llm-config', exit: 2, message })
  expect(error.at).toStartWith('~/.nimbus/llm.yaml')
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a device, a folder and a link out of an untrusted workspace are not read', async () => {
  await using files = await configuration({ 'workspace/.nimbus/.keep': '' }, { trusted: false })
  const file = join(files.root, 'workspace/.nimbus/llm.yaml')
  symlinkSync('/dev/zero', file)
  expect((await failure(loadSettings(files.ctx))).why).toBe('it is no ordinary file')
  rmSync(file)
  mkdirSync(file)
  expect((await failure(loadSettings(files.ctx))).why).toBe('it is no ordinary file')
  rmSync(file, { recursive: true })
  writeFileSync(join(files.root, 'outside.yaml'), 'policies: {}\n')
  symlinkSync(join(files.root, 'outside.yaml'), file)
  expect(await failure(loadSettings(files.ctx))).toMatchObject({ message: 'the file is a link that leads elsewhere' })
})

const replacing = `
  import { renameSync, writeFileSync } from 'node:fs'
  const file = process.argv.at(-1)
  for (let round = 0; round < 500; round++) {
    writeFileSync(file + '.new', 'models: {}\\n' + '#'.repeat(round % 50))
    renameSync(file + '.new', file)
  }
`

test('a file that is replaced while it is read is read, as it was or as it is', async () => {
  await using files = await configuration({ 'workspace/.nimbus/llm.yaml': 'models: {}\n' }, { trusted: false })
  const file = join(files.root, 'workspace/.nimbus/llm.yaml')
  await using writer = Bun.spawn([process.execPath, '-e', replacing, '--', file])
  let reads = 0
  while (writer.exitCode === null) {
    expect(bytesOf(file, 'llm.yaml', join(files.root, 'workspace'))).toHaveProperty('bytes')
    if (reads++ % 10 === 0) await Bun.sleep(0)
  }
  expect(writer.exitCode).toBe(0)
})

test('a pipe is not waited for, and links in a circle lead nowhere', async () => {
  await using files = await configuration({ 'workspace/.nimbus/.keep': '' })
  const file = join(files.root, 'workspace/.nimbus/llm.yaml')
  expect(Bun.spawnSync(['mkfifo', file]).exitCode).toBe(0)
  expect((await failure(loadSettings(files.ctx))).why).toBe('it is no ordinary file')
  rmSync(file)
  symlinkSync('other.yaml', file)
  symlinkSync('llm.yaml', join(files.root, 'workspace/.nimbus/other.yaml'))
  expect(bytesOf(file, 'llm.yaml', undefined)).toMatchObject({ problem: { at: 'llm.yaml' } })
})

test('names that every object has are names like any other', async () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const text = ['providers', 'agents', 'tools', 'models'].map((section) => `${section}: { ${name}: {} }`).join('\n')
    await using files = await configuration(`${text}\npolicies: { per_agent: { ${name}: {} }, ${name}: 1 }\n`)
    const { problems } = await readSettings(files.ctx, surroundingsOf(files.ctx))
    expect(problems.length).toBeGreaterThan(0)
    expect({}.constructor).toBe(Object)
  }
})

test('no YAML makes reading raise anything but a described error', async () => {
  await using files = await configuration('')
  const key = fc.oneof(
    fc.constantFrom(
      'providers',
      'agents',
      'tools',
      'models',
      'policies',
      'limit',
      'type',
      'fallback_chain',
      'a',
      'args',
    ),
    fc.constantFrom(
      'preferred_model',
      'preferred_tool',
      'task_types',
      'output',
      'rate_limiting',
      '__proto__',
      'binary',
    ),
    fc.string({ maxLength: 6 }),
  )
  const leaf = fc.oneof(
    fc.constantFrom('gpt-5', 'api:gpt-5', 'agent:a', 'hard', '${A}', '${', '$${x}', '{{prompt}}', '{{nope}}', ''),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }))
  const document = fc.oneof(
    fc
      .dictionary(fc.constantFrom('providers', 'agents', 'tools', 'models', 'policies'), tree, { maxKeys: 5 })
      .map((value) => JSON.stringify(value)),
    tree.map((value) => JSON.stringify(value) ?? ''),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          'a: ',
          '- ',
          '[',
          ']',
          '{',
          '}',
          '\n',
          '  ',
          '&a ',
          '*a',
          '!!binary ',
          '? ',
          '|',
          '>',
          '"',
          "'",
          '#',
          '<<: ',
          'agents:',
          '%YAML 1.1\n',
        ),
        { maxLength: 25 },
      )
      .map((parts) => parts.join('')),
  )
  await fc.assert(
    fc.asyncProperty(document, fc.boolean(), async (text, trusted) => {
      await files.write({ 'llm.yaml': '', 'workspace/.nimbus/llm.yaml': text })
      const folders = (await files.ctx.folders()).map((folder) => ({
        ...folder,
        trusted: folder.origin === 'user' || trusted,
      }))
      try {
        await loadSettings({ ...files.ctx, folders: async () => folders })
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(NimbusError)
        if (thrown instanceof NimbusError) expect(thrown.data).toMatchObject({ exit: 2, message: expect.any(String) })
      }
    }),
    { numRuns: 400 },
  )
}, 30_000)
