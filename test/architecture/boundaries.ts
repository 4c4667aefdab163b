import { join, normalize } from 'node:path'
import type { SourceFile } from './source-files.ts'

/** What each package may import of ours. Tests may also import the test kit. */
const allowed: Record<string, readonly string[]> = {
  'packages/kernel': [],
  'packages/diff': [],
  'packages/text-table': [],
  'packages/money': [],
  'packages/turns': [],
  'packages/aws-cli': ['@nimbus/kernel/define'],
  'packages/edited-file': ['@nimbus/kernel', '@nimbus/diff'],
  'packages/hcl': ['@nimbus/kernel', '@nimbus/kernel/define'],
  'packages/exec': ['@nimbus/kernel', '@nimbus/kernel/define'],
  'packages/store': ['@nimbus/kernel', '@nimbus/kernel/define'],
  'packages/yaml-edit': ['@nimbus/kernel'],
  'packages/yaml-source': [],
  'packages/plan-graph': ['@nimbus/kernel', '@nimbus/kernel/define'],
  'packages/agent-tools': ['@nimbus/kernel'],
  'packages/view': ['@nimbus/kernel'],
  'packages/task-view': ['@nimbus/kernel', '@nimbus/kernel/define'],
  'packages/safety': ['@nimbus/kernel'],
  'packages/executor': ['@nimbus/kernel', '@nimbus/plan-graph', '@nimbus/safety'],
  'packages/host': [
    '@nimbus/kernel',
    '@nimbus/kernel/define',
    '@nimbus/edited-file',
    '@nimbus/exec',
    '@nimbus/executor',
    '@nimbus/store',
    '@nimbus/turns',
    '@nimbus/yaml-edit',
    '@nimbus/yaml-source',
  ],
  'packages/surfaces': ['@nimbus/kernel', '@nimbus/host', '@nimbus/agent-tools', '@nimbus/view'],
  'packages/testkit': ['@nimbus/kernel', '@nimbus/host', '@nimbus/store', '@nimbus/exec'],
  services: [
    '@nimbus/kernel/define',
    '@nimbus/exec',
    '@nimbus/hcl',
    '@nimbus/diff',
    '@nimbus/edited-file',
    '@nimbus/aws-cli',
    '@nimbus/yaml-edit',
    '@nimbus/yaml-source',
    '@nimbus/text-table',
    '@nimbus/money',
    '@nimbus/turns',
    '@nimbus/plan-graph',
    '@nimbus/agent-tools',
    '@nimbus/safety',
    '@nimbus/view',
    '@nimbus/task-view',
  ],
  'apps/nimbus': ['@nimbus/kernel', '@nimbus/kernel/define', '@nimbus/host', '@nimbus/surfaces', '@nimbus/view'],
}

// A sample is a process that a test starts; the others are what tests of one room share.
const testCode = [
  /\.test\.ts$/,
  /^test\//,
  /^packages\/testkit\//,
  /\/(sample|test)-[a-z-]+\.ts$/,
  /\/testing\.ts$/,
  /\/proof-on-[a-z]+\//,
]
const isTest = (path: string) => testCode.some((pattern) => pattern.test(path))

const roomOf = (path: string): string => {
  const [top = '', name = ''] = path.split('/')
  return top === 'services' ? 'services' : `${top}/${name}`
}

type Rule = (files: readonly SourceFile[]) => string[]

const product = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.filter(({ path }) => /^(packages|services|apps)\//.test(path) && !isTest(path))

const importsOf = (files: readonly SourceFile[], isWrong: (name: string, path: string) => boolean): string[] =>
  files.flatMap(({ path, imports }) =>
    imports.filter((name) => isWrong(name, path)).map((name) => `${path} imports ${name}`),
  )

const covers = (one: string, name: string): boolean =>
  name === one || (one !== '@nimbus/kernel' && name.startsWith(`${one}/`))

/** What has no place in the table may import anything, so everything has one. */
const placed: Rule = (files) =>
  [...new Set(product(files).map(({ path }) => roomOf(path)))].filter((room) => !allowed[room])

const inPlace: Rule = (files) =>
  importsOf(
    product(files),
    (name, path) => name.startsWith('@nimbus/') && !allowed[roomOf(path)]?.some((each) => covers(each, name)),
  )

const atHome: Rule = (files) =>
  importsOf(
    files.filter(({ path }) => /^(packages|services)\//.test(path) || (path.startsWith('apps/') && !isTest(path))),
    (name, path) =>
      name.startsWith('.') &&
      !normalize(join(path, '..', name)).startsWith(`${path.split('/').slice(0, 2).join('/')}/`),
  )

const kernel = (files: readonly SourceFile[]): readonly SourceFile[] =>
  product(files).filter(({ path }) => path.startsWith('packages/kernel/'))

const io = /^(node:(fs|child_process|net|http|https|os|process|dgram|tls)|bun)/
/** What reaches the machine, the network, the clock or chance without an import. To count a digest or an id does not. */
const reach =
  /\b(?:Bun\.(?!CryptoHasher\b)|process\.|fetch\(|Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|console\.)/

const pure: Rule = (files) => [
  ...importsOf(kernel(files), (name) => io.test(name)),
  ...kernel(files).flatMap(({ path, text }) => {
    const [found] = reach.exec(text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')) ?? []
    return found ? [`${path} uses ${found}`] : []
  }),
]

const withoutZod: Rule = (files) =>
  kernel(files)
    .filter(({ path, text }) => path !== 'packages/kernel/define.ts' && /^import (?!type )[^\n]*'zod'/m.test(text))
    .map(({ path }) => path)

/** The rules of imports, by what they say: each gives what breaks it. */
export const rules: Readonly<Record<string, Rule>> = {
  'every room has its place': placed,
  'every package imports only what its place allows': inPlace,
  'no relative import leaves its package, service or app': atHome,
  'the kernel does no input or output': pure,
  'only the define entry of the kernel loads zod': withoutZod,
}
