import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'

test('lists every rule with its reason and source, gravest first', async () => {
  await using ws = await workspace()
  const { rules } = await ws.call('generator.rule-list', {})
  expect(rules.length).toBeGreaterThan(40)
  expect(rules[0]?.severity).toBe('critical')
  expect(rules.filter(({ why, fix, source }) => !why || !fix || !source.startsWith('https://'))).toEqual([])
})

test('narrows by severity, category and resource type', async () => {
  await using ws = await workspace()
  const { rules } = await ws.call('generator.rule-list', { category: 'security', about: 'aws_s3_bucket' })
  expect(rules.map(({ id }) => id)).toContain('aws-s3-public-access-blocked')
  expect(rules.every(({ category, resources }) => category === 'security' && resources.includes('aws_s3_bucket'))).toBe(
    true,
  )
})

test('says so when no rule is about it', async () => {
  await using ws = await workspace()
  const { stdout, exit } = await ws.cli(['check', 'rules', '--about', 'aws_nothing'])
  expect({ stdout, exit }).toEqual({ stdout: 'No rule is about that.\n', exit: 0 })
})
