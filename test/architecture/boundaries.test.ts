import { expect, test } from 'bun:test'
import { join, normalize } from 'node:path'
import { sourceFiles } from './source-files.ts'

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

const files = await sourceFiles()
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

test('every package imports only what its place allows', () => {
  const wrong = files
    .filter(({ path }) => !isTest(path) && allowed[roomOf(path)])
    .flatMap(({ path, imports }) =>
      imports
        .filter((name) => name.startsWith('@nimbus/'))
        .filter(
          (name) =>
            !allowed[roomOf(path)]?.some(
              (each) => name === each || (each !== '@nimbus/kernel' && name.startsWith(`${each}/`)),
            ),
        )
        .map((name) => `${path} imports ${name}`),
    )
  expect(wrong).toEqual([])
})

test('no relative import leaves its package or service', () => {
  const wrong = files
    .filter(({ path }) => /^(packages|services)\//.test(path))
    .flatMap(({ path, imports }) => {
      const home = path.split('/').slice(0, 2).join('/')
      return imports
        .filter((name) => name.startsWith('.'))
        .filter((name) => !normalize(join(path, '..', name)).startsWith(`${home}/`))
        .map((name) => `${path} imports ${name}`)
    })
  expect(wrong).toEqual([])
})

test('the kernel does no input or output', () => {
  const io = /^(node:(fs|child_process|net|http|https|os|process|dgram|tls)|bun)/
  const wrong = files
    .filter(({ path }) => path.startsWith('packages/kernel/') && !isTest(path))
    .flatMap(({ path, imports }) => imports.filter((name) => io.test(name)).map((name) => `${path} imports ${name}`))
  expect(wrong).toEqual([])
})

test('only the define entry of the kernel loads zod', () => {
  const wrong = files
    .filter(({ path }) => path.startsWith('packages/kernel/') && path !== 'packages/kernel/define.ts' && !isTest(path))
    .filter(({ text }) => /^import (?!type )[^\n]*'zod'/m.test(text))
    .map(({ path }) => path)
  expect(wrong).toEqual([])
})
