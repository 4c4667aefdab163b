import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { z } from '@nimbus/kernel/define'
import { parse } from 'yaml'
import { schemaPath, schemaText } from './json-schema.ts'
import { templates } from './templates.ts'

const schema = z.fromJSONSchema(JSON.parse(schemaText()))

test('the published schema is the one the code uses', async () => {
  const published: unknown = await Bun.file(join(import.meta.dir, '../../..', schemaPath)).json()
  // When this fails: bun services/llm/config/write-schema.ts
  expect(published).toEqual(JSON.parse(schemaText()))
})

test('an editor finds nothing wrong with the templates', () => {
  for (const text of Object.values(templates)) expect(schema.safeParse(parse(text)).error?.issues ?? []).toEqual([])
})

test('an editor takes a variable in place of a number, and finds a key that is mistyped', () => {
  expect(schema.safeParse({ policies: { daily_budget_usd: '${BUDGET:-5}', limit: { type: '${KIND}' } } }).success).toBe(
    true,
  )
  expect(schema.safeParse({ policies: { daily_budget_usd: 'five' } }).success).toBe(false)
  expect(schema.safeParse({ policies: { daily_budget: 5 } }).success).toBe(false)
})
