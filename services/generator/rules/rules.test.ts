import { describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { loadHcl } from '@nimbus/hcl'
import { checkModules } from '../check/check.ts'
import { loadModules } from '../check/load.ts'
import type { Rule } from '../check/rule.ts'
import { rules } from './index.ts'

const parse = await loadHcl()

function checked(rule: Rule, text: string) {
  const result = checkModules(loadModules([{ path: 'main.tf', text }], parse), [rule])
  expect(result.problems).toEqual([])
  return result
}

function numbered(examples: readonly string[]) {
  return examples.map((text, index) => [index + 1, text] as const)
}

test('every rule file is listed, in order, under its own name', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !/^index\.ts$|\.test\.ts$/.test(name))

  expect(rules.map(({ id }) => `${id}.ts`)).toEqual(files.sort())
})

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('says why, what to do, and where it comes from', () => {
    expect(rule.why).toMatch(/^\S.{20,}\.$/)
    expect(rule.fix).toMatch(/^\S.{10,}\.$/)
    expect(new URL(rule.source).protocol).toBe('https:')
    expect(rule.examples.good.length * rule.examples.bad.length).toBeGreaterThan(0)
  })

  test.each(numbered(rule.examples.good))('passes good example %i', (_number, text) => {
    const { findings, passed } = checked(rule, text)

    expect(findings).toEqual([])
    const applies = rule.kind === 'root' || rule.resources.some((type) => text.includes(`"${type}"`))
    expect(passed > 0).toBe(applies)
  })

  test.each(numbered(rule.examples.bad))('fails bad example %i', (_number, text) => {
    const { failed, findings } = checked(rule, text)

    expect(failed).toBeGreaterThan(0)
    for (const { line } of findings) expect(line).toBeLessThanOrEqual(text.split('\n').length)
  })

  test.each(numbered(rule.examples.unknown ?? []))('cannot judge unknown example %i', (_number, text) => {
    const { findings } = checked(rule, text)

    expect(findings.length).toBeGreaterThan(0)
    expect(findings.map(({ status }) => status)).not.toContain('fail')
  })
})
