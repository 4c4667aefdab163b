import { expect, test } from 'bun:test'
import type { Rule } from '@nimbus/kernel'
import { defaultPolicy } from './default-policy.ts'
import { failedSamples } from './policy-samples.ts'

test('the samples of the shipped rules hold', () => {
  expect(defaultPolicy.rules.flatMap(failedSamples)).toEqual([])
})

test('a sample that does not behave as its rule says is named', () => {
  const wrong: Rule = {
    operation: '**',
    decide: 'allow',
    reason: 'because',
    resource: 'workspace:*',
    match: [{ operation: 'a.b', resource: 'file:/x' }],
    notMatch: [{ operation: 'a.b', resource: 'workspace:y' }],
  }
  expect(failedSamples(wrong)).toEqual([
    '{"operation":"a.b","resource":"file:/x"} is listed under match but does not match',
    '{"operation":"a.b","resource":"workspace:y"} is listed under notMatch but matches',
  ])
})
