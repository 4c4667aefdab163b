import type { Envelope } from '@nimbus/kernel'
import type { Case } from './world.ts'

type Past = ReadonlyMap<string, Envelope>

const made = (operation: string, inputs: readonly unknown[], extra: Partial<Case> = {}): Case[] =>
  inputs.map((input) => ({
    title: `${operation} ${JSON.stringify(input)}${extra.dryRun ? ' (dry run)' : ''}${extra.cancel ? ' (cancelled)' : ''}`,
    operation,
    input,
    ...extra,
  }))

const planOf = (title: string) => (past: Past) => ({ plan: past.get(title)?.error?.plan ?? 'p_aaaa' })
const runOf = (title: string) => (past: Past) => ({ run: past.get(title)?.run ?? 'r_aaaa' })

const step = (title: string, operation: string, input: Case['input']): Case => ({ title, operation, input })

const results: readonly Case[] = [
  ...made('shelf.get', [{ name: 'a' }]),
  ...made('shelf.list', [{}, { limit: 1 }, { prefix: ['a'] }, { prefix: ['b', 'c'] }, { exact: true }, null]),
  ...made('steps.judge', [
    { number: -3 },
    { number: -2 },
    { number: 0 },
    { number: 1 },
    { number: 9_007_199_254_740_991 },
  ]),
  ...made('steps.count', [{ to: 1 }, { to: 2 }, { to: 300 }]),
  ...made('steps.wait', [{ ms: 1 }]),
  ...made('steps.program', [{ seconds: 0 }]),
  ...made('fs.read', [
    { file: 'a.txt' },
    { file: 'deep/b.txt' },
    { file: './deep/../a.txt' },
    { file: 'a.txt', from: 2 },
    { file: 'a.txt', from: 2, lines: 1 },
    { file: 'a.txt', from: 99 },
  ]),
  ...made('nimbus.policy-check', [{}]),
  ...made('nimbus.plan-list', [{}, { limit: 1 }]),
  ...made('nimbus.grant-list', [{}]),
  ...made('nimbus.trust-status', [{}]),
  ...made('nimbus.policy-explain', [
    { operation: 'shelf.put', input: { name: 'a', value: '1' } },
    { operation: 'shelf.put', input: { name: 'forbidden', value: '1' } },
    { operation: 'steps.judge', input: { number: 1 } },
  ]),
]

const errors: readonly Case[] = [
  ...made('shelf.get', [
    {},
    { name: '' },
    { name: 7 },
    { name: null },
    { name: ['a'] },
    { name: 'absent' },
    [],
    'text',
    5,
  ]),
  ...made('shelf.list', [
    { limit: 0 },
    { limit: 101 },
    { limit: 1.5 },
    { limit: '10' },
    { prefix: 'a' },
    { exact: 'yes' },
  ]),
  ...made('shelf.put', [{}, { name: 'x' }, { value: 'x' }, { name: 1, value: 2 }]),
  ...made('steps.judge', [{ number: 'two' }, { number: 1.5 }, { number: null }, {}]),
  ...made('steps.fail', [
    { how: 'failed' },
    { how: 'invalid' },
    { how: 'missing' },
    { how: 'defect' },
    { how: 'output' },
    { how: 'sideways' },
  ]),
  ...made('steps.copy-all', [{ names: [] }, { names: ['absent'] }]),
  ...made('fs.read', [
    { file: 'absent.txt' },
    { file: 'deep' },
    { file: 'binary.bin' },
    { file: '' },
    { file: 'a.txt', from: 0 },
  ]),
  ...made('nimbus.run-show', [{ run: 'r_zzzzzzzz' }, { run: 'no id' }]),
  ...made('nimbus.plan-show', [{ plan: 'p_zzzzzzzz' }]),
]

const denials: readonly Case[] = [
  ...made('fs.read', [
    { file: '../outside.txt' },
    { file: '/etc/passwd' },
    { file: 'deep/../../outside.txt' },
    { file: 'a\0b' },
  ]),
  ...made('shelf.put', [
    { name: 'forbidden', value: '1' },
    { name: 'forbidden-too', value: '1' },
  ]),
  ...made('shelf.remove', [{ name: 'forbidden' }]),
  ...made('shelf.get', [{ name: 'forbidden' }]),
  ...made('nimbus.approve', [{ plan: 'p_zzzzzzzz' }]),
  ...made('nimbus.apply', [{ plan: 'p_zzzzzzzz' }]),
]

const approvals: readonly Case[] = [
  ...made('fs.read', [{ file: '.env' }]),
  step('put asks', 'shelf.put', { name: 'b', value: '2' }),
  step('apply before approval', 'nimbus.apply', planOf('put asks')),
  step('show the plan', 'nimbus.plan-show', planOf('put asks')),
  step('approve put', 'nimbus.approve', planOf('put asks')),
  step('apply put', 'nimbus.apply', planOf('put asks')),
  step('apply put again', 'nimbus.apply', planOf('put asks')),
  step('approve it when used', 'nimbus.approve', planOf('put asks')),
  step('what was put is there', 'shelf.get', { name: 'b' }),
  step('removal asks', 'shelf.remove', { name: 'b' }),
  step('approve removal', 'nimbus.approve', planOf('removal asks')),
  step('apply removal', 'nimbus.apply', planOf('removal asks')),
  step('what was removed is gone', 'shelf.get', { name: 'b' }),
  step('copying asks', 'steps.copy-all', { names: ['a'] }),
  step('approve copying', 'nimbus.approve', planOf('copying asks')),
  step('apply copying, which calls another service', 'nimbus.apply', planOf('copying asks')),
  step('the copy is there', 'shelf.get', { name: 'a-copy' }),
  step('show the run that copied', 'nimbus.run-show', runOf('apply copying, which calls another service')),
  step('a rule wants a plan', 'shelf.put', { name: 'planned', value: '1' }),
  step('approve what a rule wanted planned', 'nimbus.approve', planOf('a rule wants a plan')),
  step('apply what a rule wanted planned', 'nimbus.apply', planOf('a rule wants a plan')),
  step('secret file asks', 'fs.read', { file: '.env', lines: 1 }),
  step('approve the secret file', 'nimbus.approve', planOf('secret file asks')),
  step('apply the secret file', 'nimbus.apply', planOf('secret file asks')),
]

const looks: readonly Case[] = [
  ...made('shelf.put', [{ name: 'a', value: '9' }, { name: 'forbidden', value: '9' }, { name: 4 }], { dryRun: true }),
  ...made('shelf.remove', [{ name: 'a' }], { dryRun: true }),
  ...made('steps.copy-all', [{ names: ['a'], suffix: '-2' }], { dryRun: true }),
  ...made('fs.read', [{ file: '.env' }, { file: '../outside.txt' }], { dryRun: true }),
]

const cancellations: readonly Case[] = [
  ...made('steps.wait', [{ ms: 60_000 }, { ms: 90_000 }, { ms: 600_000 }], { cancel: true }),
  ...made('steps.program', [{ seconds: 6001 }, { seconds: 6002 }], { cancel: true }),
]

/** The same things, asked in the same order in every world. */
export const cases: readonly Case[] = [
  ...results,
  ...errors,
  ...denials,
  ...approvals,
  ...looks,
  ...cancellations,
  step('nothing above changed this', 'shelf.list', {}),
  step('the audit verifies', 'nimbus.audit-verify', {}),
]
