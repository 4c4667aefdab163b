import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'

const root = join(import.meta.dir, '../..')

/** The modules that a command loads, relative to the repository; those of packages as their path says. */
const loadedBy = async (
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<string[]> => {
  await using place = await workspace({
    'a.txt': '',
    ...files,
    'record.ts': `import { writeFileSync } from 'node:fs'
      process.on('exit', () => writeFileSync(process.env.RECORD ?? '', JSON.stringify(Object.keys(require.cache))))`,
  })
  const record = join(place.path, 'loaded.json')
  const main = join(root, 'apps/nimbus/main.ts')
  const child = Bun.spawn([process.execPath, '--preload', join(place.path, 'record.ts'), main, ...argv], {
    cwd: place.path,
    env: { ...place.env, ...env, RECORD: record },
    stdout: 'ignore',
    stderr: 'pipe',
  })
  expect(await child.stderr.text()).toBe('')
  expect(await child.exited).toBe(0)
  const modules = (await Bun.file(record).json()) as string[]
  return modules.filter((path) => path.startsWith(`${root}/`)).map((path) => path.slice(root.length + 1))
}

test.each(['--version', '-v', 'version'])('%s loads the entry and its number', async (word) => {
  expect((await loadedBy([word])).sort()).toEqual(['apps/nimbus/main.ts', 'apps/nimbus/package.json'])
})

test.each([
  [['--help']],
  [['fs']],
  [['fs', 'read', '--help']],
  [['completion', 'bash']],
  [['completion', 'words', '--', 'fs', '']],
] as const)('%j loads no service, no host, no zod and nothing else from outside', async (argv) => {
  const modules = await loadedBy(argv)
  expect(modules).toContain('apps/nimbus/generated/index.json')
  expect(
    modules.filter((path) => /^services\/|^packages\/(host|store|exec)\/|node_modules|define\.ts$/.test(path)),
  ).toEqual([])
})

/** The operations whose entries of the catalog were loaded. */
const entriesOf = (modules: readonly string[]): string[] =>
  modules.flatMap((path) => /generated\/entries\/(.+)\.json$/.exec(path)?.[1] ?? [])

test.each([
  [['--help'], []],
  [['fs'], []],
  [['completion', 'words', '--', 'fs', ''], []],
  [['fs', 'read', '--help'], ['fs.read']],
  [['fs', 'read', 'a.txt'], ['fs.read']],
] as const)('of the catalog, %j loads the index and the entries %j', async (argv, entries) => {
  const modules = await loadedBy(argv)
  expect(entriesOf(modules)).toEqual([...entries])
})

test('a command loads its own operation and no other service', async () => {
  const modules = await loadedBy(['fs', 'read', 'a.txt'])
  const services = modules.filter((path) => path.startsWith('services/'))
  expect(services).toContain('services/fs/operations/read.ts')
  expect(services.filter((path) => !path.startsWith('services/fs/'))).toEqual([])
  expect(services.filter((path) => path.includes('/operations/'))).toEqual(['services/fs/operations/read.ts'])
  expect(modules.filter((path) => /node_modules.*\/(hono|ai|pg|yaml|@modelcontextprotocol)\//.test(path))).toEqual([])
  expect(modules.filter((path) => /zod\/v4\/locales\//.test(path)).map((path) => path.replace(/.*\//, ''))).toEqual([
    'en.js',
  ])
})

test('a read loads nothing that runs programs, runs plans or writes configuration', async () => {
  const modules = await loadedBy(['config', 'get', 'autonomy'])
  expect(modules).toContain('packages/host/host.ts')
  expect(modules.filter((path) => /^packages\/(exec|executor|diff|turns|yaml-edit)\//.test(path))).toEqual([])
})

test.each([[['llm', 'stats']], [['llm', 'budget']], [['llm', 'models', '--offline']]] as const)(
  '%j loads no client of a provider, no tokenizer and no YAML',
  async (argv) => {
    const modules = await loadedBy(argv)
    expect(modules).toContain(`services/llm/operations/${argv[1]}.ts`)
    const heavy = /node_modules.*\/(ai|@ai-sdk|gpt-tokenizer|ollama-ai-provider-v2|yaml|hono|pg)\//
    expect(modules.filter((path) => heavy.test(path))).toEqual([])
  },
)

test.each([
  [['llm', 'stats']],
  [['llm', 'budget']],
  [['llm', 'config', 'show']],
  [['llm', 'config', 'validate']],
  [['llm', 'config', 'init']],
] as const)('%j with a configuration loads no client of a provider and no tokenizer', async (argv) => {
  const modules = await loadedBy(
    [...argv, '--quiet'],
    {},
    { '.nimbus/llm.yaml': 'policies: { daily_budget_usd: 5 }\n' },
  )
  expect(modules).toContain(`services/llm/operations/${argv.slice(1).join('-')}.ts`)
  expect(modules.filter((path) => path.includes('node_modules/yaml/'))).not.toEqual([])
  const heavy = /node_modules.*\/(ai|@ai-sdk|gpt-tokenizer|ollama-ai-provider-v2|hono|pg)\//
  expect(modules.filter((path) => heavy.test(path))).toEqual([])
  expect(
    modules.filter((path) =>
      /services\/llm\/(providers\/(model-objects|call-model)|conversation\/converse)/.test(path),
    ),
  ).toEqual([])
})

test('asking why a model would be taken loads no SDK and no tokenizer', async () => {
  const modules = await loadedBy(['llm', 'route', 'explain', 'Rename this', '--model', 'ollama/llama3.2'])
  expect(modules).toContain('services/llm/routing/choose-route.ts')
  expect(
    modules.filter((path) => /node_modules.*\/(@ai-sdk|gpt-tokenizer|ollama-ai-provider-v2|yaml)\//.test(path)),
  ).toEqual([])
})

test('a chat loads the client of the provider that it asks, and no other', async () => {
  await using server = await modelServer()
  const modules = await loadedBy(['llm', 'chat', 'Hello', '--model', 'gpt-4o', '--quiet'], server.env)
  const packages = modules.flatMap(
    (path) => /node_modules\/((?:@ai-sdk\/)?[^/]+)\/(?!.*node_modules)/.exec(path)?.[1] ?? [],
  )
  expect(packages).toContain('@ai-sdk/openai')
  const others = ['ai', '@ai-sdk/anthropic', '@ai-sdk/google', '@ai-sdk/openai-compatible', 'gpt-tokenizer']
  expect(packages.filter((name) => [...others, 'ollama-ai-provider-v2'].includes(name))).toEqual([])
})
