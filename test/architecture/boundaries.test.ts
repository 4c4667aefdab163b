import { expect, test } from 'bun:test'
import { rules } from './boundaries.ts'
import { sourceFile, sourceFiles } from './source-files.ts'

const files = await sourceFiles()

test.each(Object.keys(rules))('%s', (rule) => {
  expect(rules[rule]?.(files)).toEqual([])
})

const breaches: readonly (readonly [string, string, string])[] = [
  ['every room has its place', 'packages/new/a.ts', ''],
  ['every package imports only what its place allows', 'services/fs/a.ts', "import { a } from '@nimbus/host'"],
  ['every package imports only what its place allows', 'services/fs/a.ts', "import { a } from '@nimbus/kernel'"],
  ['every package imports only what its place allows', 'services/fs/a.ts', "const { a } = require('@nimbus/store')"],
  ['every package imports only what its place allows', 'apps/nimbus/a.ts', "import { a } from '@nimbus/store'"],
  ['every package imports only what its place allows', 'packages/store/a.ts', "import { a } from '@nimbus/testkit'"],
  ['no relative import leaves its package, service or app', 'services/fs/a.ts', "import { a } from '../git/a.ts'"],
  ['no relative import leaves its package, service or app', 'services/fs/a.ts', "import '../git/a.ts'"],
  ['no relative import leaves its package, service or app', 'services/fs/a.ts', 'await import(`../git/a.ts`)'],
  [
    'no relative import leaves its package, service or app',
    'apps/nimbus/a.ts',
    "import a from '../../services/git/a.ts'",
  ],
  ['the kernel does no input or output', 'packages/kernel/a.ts', "import { readFile } from 'node:fs/promises'"],
  ['the kernel does no input or output', 'packages/kernel/a.ts', "export const a = Bun.file('a')"],
  ['the kernel does no input or output', 'packages/kernel/a.ts', 'export const now = Date.now()'],
  ['only the define entry of the kernel loads zod', 'packages/kernel/a.ts', "import { z } from 'zod'"],
]

test.each(breaches)('a breach is found: %s: %s %s', (rule, path, text) => {
  expect(rules[rule]?.([sourceFile(path, text)])).toHaveLength(1)
})
