import { expect, test } from 'bun:test'
import { defaultPolicy } from '@nimbus/host/default-policy'
import fc from 'fast-check'
import type { Effect } from './effect.ts'
import { decide, decides, type Question, type Rule } from './policy.ts'
import type { Principal } from './principal.ts'

const ada: Principal = { tenant: 'local', id: 'ada', kind: 'person', scopes: ['invoke', 'approve'] }
const helper: Principal = { tenant: 'local', id: 'helper', kind: 'model', scopes: ['invoke'] }
const question: Question = { operation: 'fs.write', principal: ada, direct: true }
const rule = (more: Partial<Rule>): Rule => ({ operation: '**', decide: 'allow', reason: 'because', ...more })
const user = (...rules: Rule[]) => [{ name: 'user', rules }]
const change = (effect: Effect, resource: string) => [{ effect, resource }]

test('the strictest matching rule wins, in whatever order and layer the rules stand', () => {
  const said = fc.array(fc.constantFrom(...decides), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(said, fc.nat(6), (list, split) => {
      const rules = list.map((each) => rule({ decide: each }))
      const layers = [
        { name: 'a', rules: rules.slice(0, split) },
        { name: 'b', rules: rules.slice(split) },
      ]
      const strictest = decides[Math.max(...list.map((each) => decides.indexOf(each)))]
      expect(decide(layers, question, change('update', 'workspace:a')).decide).toBe(strictest ?? 'ask')
    }),
  )
})

test('a call is decided by the strictest of its changes', () => {
  const layers = user(rule({}), rule({ resource: 'workspace:b', decide: 'deny' }))
  const decision = decide(layers, question, [...change('update', 'workspace:a'), ...change('update', 'workspace:b')])
  expect(decision).toMatchObject({ decide: 'deny', changes: [{ decide: 'allow' }, { decide: 'deny' }] })
})

test('what no rule matches asks', () => {
  expect(decide([], question, change('update', 'workspace:a')).decide).toBe('ask')
})

test.each([
  ['operation', { operation: 'git.*' }],
  ['effect', { effect: 'delete' }],
  ['effects', { effect: ['create', 'delete'] }],
  ['resource', { resource: 'file:**' }],
  ['exception', { except: 'workspace:**' }],
  ['environment', { environment: 'production' }],
  ['kind of principal', { principal: 'model' }],
  ['principal', { principal: 'bob*' }],
] as const)('a rule with another %s does not match', (_what, more) => {
  expect(decide(user(rule(more as Partial<Rule>)), question, change('update', 'workspace:a')).decide).toBe('ask')
})

test('a rule for direct calls does not match a call that an operation made', () => {
  const layers = user(rule({ direct: true }))
  expect(decide(layers, question, change('update', 'a:b')).decide).toBe('allow')
  expect(decide(layers, { ...question, direct: false }, change('update', 'a:b')).decide).toBe('ask')
})

test('an environment is protected for effects and not for reads', () => {
  const layers = [{ name: 'user', rules: [], protected: ['prod*'] }]
  const guarded = (effect: Effect, environment: string) =>
    decide(layers, { ...question, environment }, change(effect, 'a:b')).protected
  expect(guarded('update', 'production')).toBe(true)
  expect(guarded('read', 'production')).toBe(false)
  expect(guarded('update', 'dev')).toBe(false)
})

test.each([
  ['ada', 'read', 'workspace:main.tf', 'allow'],
  ['ada', 'read', 'workspace:.env', 'ask'],
  ['ada', 'read', 'workspace:deep/down/id_rsa', 'ask'],
  ['ada', 'read', 'file:/home/ada/.aws/credentials', 'ask'],
  ['ada', 'create', 'workspace:demo/main.tf', 'allow'],
  ['ada', 'update', 'workspace:demo/main.tf', 'ask'],
  ['ada', 'create', 'file:/etc/cron.d/x', 'ask'],
  ['ada', 'update', 'nimbus:config/generator.conventions', 'allow'],
  ['ada', 'update', 'nimbus:config/autonomy', 'ask'],
  ['ada', 'update', 'nimbus:config/database.url', 'ask'],
  ['ada', 'update', 'nimbus:trust', 'ask'],
  ['ada', 'create', 'nimbus:grants/a/b', 'ask'],
  ['ada', 'update', 'nimbus:credentials/aws', 'ask'],
  ['helper', 'read', 'workspace:main.tf', 'allow'],
  ['helper', 'create', 'workspace:demo/main.tf', 'ask'],
  ['helper', 'update', 'nimbus:config/log.level', 'ask'],
] as const)('by default %s may %s %s: %s', (who, effect, resource, expected) => {
  const principal = who === 'ada' ? ada : helper
  const asked = { ...question, principal, direct: who === 'ada' }
  expect(decide([defaultPolicy], asked, change(effect, resource)).decide).toBe(expected)
})
