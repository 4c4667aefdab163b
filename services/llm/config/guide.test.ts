import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { z } from '@nimbus/kernel/define'
import { SettingsFile } from './file-schema.ts'
import { configuration } from './testing.ts'

const guide = await Bun.file(join(import.meta.dir, '../../../docs/guides/llm-configuration.md')).text()

/** Every key that a file may have, wherever it stands. */
const keysOf = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  if (Array.isArray(schema)) return schema.flatMap(keysOf)
  const { properties = {} } = schema as { properties?: Record<string, unknown> }
  return [...Object.keys(properties), ...Object.values(schema).flatMap(keysOf)]
}

test('the guide names every key', () => {
  const keys = new Set(keysOf(z.toJSONSchema(SettingsFile, { io: 'input' })))
  expect(keys.size).toBeGreaterThan(50)
  expect([...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(guide))).toEqual([])
})

test('the example of the guide is valid', async () => {
  const [, example = ''] = /## An example\n\n```yaml\n([\s\S]*?)```/.exec(guide) ?? []
  expect(example).toContain('agents:')
  await using files = await configuration(example, { env: { ANTHROPIC_API_KEY: 'key-of-a-test' } })
  expect(await files.problems()).toEqual([])
})
