import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fakePrograms, workspace } from '@nimbus/testkit'

test('lists what comes with Nimbus, and which programs are here', async () => {
  await using fake = fakePrograms()
  const path = fake.program('codex', "console.log('codex-cli 0.58.1')")
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:/usr/bin:/bin`, CODEX_API_KEY: undefined } })
  const { tools } = await ws.call('llm.tool-list', {})
  expect(tools.map(({ name }) => name)).toEqual(['aider', 'claude-code', 'codex', 'gemini', 'goose', 'opencode'])
  expect(tools.find(({ name }) => name === 'codex')).toMatchObject({ path, origin: 'shipped', metering: 'not-metered' })
  expect(tools.find(({ name }) => name === 'goose')).not.toHaveProperty('path')
  // Nothing was started to find that out.
  expect(() => fake.received('codex')).toThrow()
})

test('asks for versions only where that is wanted', async () => {
  await using fake = fakePrograms()
  fake.program('codex', "console.log('codex-cli 0.58.1')")
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:/usr/bin:/bin` } })
  const { tools } = await ws.call('llm.tool-list', { versions: true })
  expect(tools.find(({ name }) => name === 'codex')).toMatchObject({ version: '0.58.1' })
  expect(fake.received('codex').argv).toEqual(['--version'])
})

test('says which variables are missing, and draws a table', async () => {
  await using ws = await workspace({}, { env: { PATH: '/usr/bin:/bin' } })
  mkdirSync(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  const yaml = 'tools:\n  needy: { binary: /bin/sh, prompt: stdin, env_required: [NEEDY_KEY] }\n'
  writeFileSync(join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml'), yaml)
  const { stdout, exit } = await ws.cli(['llm', 'tool', 'list'])
  expect(exit).toBe(0)
  const line = stdout.split('\n').find((each) => each.includes('needy')) ?? ''
  expect(line).toMatch(/^✗ +needy +user +metered +\/bin\/sh +needs NEEDY_KEY$/)
})

test('one variable that makes a program billed by use needs no list', async () => {
  await using ws = await workspace()
  mkdirSync(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  const tool = (by: string) =>
    `{ binary: /bin/sh, prompt: stdin, env_vars: { B_KEY: b }, output: { metered_by: ${by} } }`
  const yaml = `tools:\n  one: ${tool('B_KEY')}\n  several: ${tool('[A_KEY, B_KEY]')}\n  seat: ${tool('A_KEY')}\n`
  writeFileSync(join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml'), yaml)
  const { tools } = await ws.call('llm.tool-list', {})
  const metering = Object.fromEntries(tools.map((each) => [each.name, each.metering]))
  expect(metering).toMatchObject({ one: 'metered', several: 'metered', seat: 'not-metered' })
})
