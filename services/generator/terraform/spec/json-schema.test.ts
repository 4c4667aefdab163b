import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { schemaPath, schemaText } from './json-schema.ts'

test('the published schema is the one the code uses', async () => {
  const published: unknown = await Bun.file(join(import.meta.dir, '../../../..', schemaPath)).json()
  // When this fails: bun services/generator/terraform/spec/write-schema.ts
  expect(published).toEqual(JSON.parse(schemaText()))
})

test('the published schema describes what a person may write', () => {
  const schema = JSON.parse(schemaText()) as {
    required: string[]
    properties: Record<string, { description?: string }>
  }
  expect(schema.required).toEqual(['name', 'region', 'components'])
  expect(schema.properties.zones?.description).toContain('default 2')
})
