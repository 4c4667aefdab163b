import { expect, test } from 'bun:test'
import type { EnvironmentScan } from './environment-scan.ts'
import type { Platform } from './settings.ts'
import { filledTemplate, templateNames, templates } from './templates.ts'
import { configuration } from './testing.ts'

const platforms: readonly Platform[] = ['linux', 'darwin', 'win32', 'wsl']
const machines: Readonly<Record<string, Record<string, string>>> = {
  'no key': {},
  'a key of Anthropic': { ANTHROPIC_API_KEY: 'key-a' },
  'a key of OpenAI': { OPENAI_API_KEY: 'key-o' },
  'a key of Google': { GEMINI_API_KEY: 'key-g' },
}

const scanOf = (env: Record<string, string>, platform: Platform): EnvironmentScan => ({
  platform,
  keys: [
    ['anthropic', 'ANTHROPIC_API_KEY'],
    ['openai', 'OPENAI_API_KEY'],
    ['google', 'GEMINI_API_KEY'],
  ].map(([provider = '', name = '']) => ({ provider, ...(env[name] === undefined ? {} : { from: name }) })),
  programs: [
    { name: 'aider', path: '/bin/aider' },
    { name: 'claude-code', path: 'C:\\Tools\\claude.exe', model: 'sonnet' },
    { name: 'codex', model: 'gpt-5' },
  ],
})

for (const name of templateNames)
  for (const [machine, env] of Object.entries(machines))
    test(`${name} is valid on every platform with ${machine}, and holds no key`, async () => {
      for (const platform of platforms) {
        const text = filledTemplate(name, scanOf(env, platform))
        await using files = await configuration(text, { env })
        expect(await files.problems()).toEqual([])
        const { settings } = await files.read()
        expect(Object.keys(settings.agents).length).toBeGreaterThan(0)
        expect(settings.policies.dailyUsd).toBeGreaterThan(0)
        expect(text).toContain(`on this ${platform} machine`)
        expect(text).not.toContain('@environment')
        for (const key of Object.values(env)) expect(text).not.toContain(key)
      }
    })

test('a template is valid as it stands in its file', async () => {
  for (const text of Object.values(templates)) {
    await using files = await configuration(text)
    expect(await files.problems()).toEqual([])
  }
})

test('whoever has a key of another provider gets its models, and Claude stays Claude', () => {
  const scan = scanOf({ OPENAI_API_KEY: 'k' }, 'linux')
  expect(filledTemplate('cost-optimized', scan)).not.toContain('anthropic/')
  expect(filledTemplate('cost-optimized', scan)).toContain('openai/')
  expect(filledTemplate('claude-only', scan)).toContain('anthropic/')
})

test('without a key the assistant asks the program that is installed, and with one it does not', () => {
  const without = filledTemplate('quick-start', scanOf({}, 'linux'))
  expect(without).toContain('    preferred_tool: claude-code\n    preferred_model: sonnet\n')
  expect(filledTemplate('quick-start', scanOf({ OPENAI_API_KEY: 'k' }, 'linux'))).not.toContain('preferred_tool')
  expect(filledTemplate('quick-start', { ...scanOf({}, 'linux'), programs: [] })).not.toContain('preferred_tool')
})
