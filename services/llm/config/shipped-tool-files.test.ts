import { expect, test } from 'bun:test'
import { parse } from 'yaml'
import { definitionProblems } from '../adapters/definition-problems.ts'
import { shippedTexts, shippedTools } from '../adapters/shipped-tools.ts'
import { readSettings } from './read-settings.ts'
import { shippedToolFiles } from './shipped-tool-files.ts'
import { surroundingsOf } from './surroundings.ts'
import { configuration, settingsContext } from './testing.ts'
import { ToolFile } from './tool-schema.ts'

test('every shipped definition fits the schema of a file and can be asked', async () => {
  const ctx = settingsContext({ env: { ANTHROPIC_API_KEY: 'shipped-key' } })
  const { settings, problems } = await readSettings(ctx, surroundingsOf(ctx))
  expect(problems).toEqual([])
  expect(Object.keys(settings.tools)).toEqual(Object.keys(shippedTexts))
  for (const tool of Object.values(settings.tools)) expect(definitionProblems(tool)).toEqual([])
  for (const written of Object.values(shippedToolFiles(() => undefined)))
    expect(ToolFile.safeParse(written).error?.issues ?? []).toEqual([])
  expect(settings.tools['claude-code']).toMatchObject({ binary: 'claude', env: { ANTHROPIC_API_KEY: 'shipped-key' } })
})

test('the built-in parser reads the shipped definitions like the one that reads files', () => {
  for (const [name, text] of Object.entries(shippedTexts)) expect(shippedTools()[name]).toEqual(parse(text))
})

test('a file changes a part of a shipped definition and keeps the rest', async () => {
  await using files = await configuration('tools: { codex: { models: [gpt-6-luna], timeout_seconds: 5 } }\n')
  const { settings, problems } = await files.read()
  expect(problems).toEqual([])
  expect(settings.tools.codex).toMatchObject({
    binary: 'codex',
    models: { 'gpt-6-luna': 'gpt-6-luna' },
    timeoutMs: 5000,
  })
})

test.each([
  [
    'args: ["{{modle}}", "{{prompt}}"]',
    '1:38 tools.t.args.0: there is no placeholder {{modle}}; did you mean {{model}}?',
  ],
  [
    'prompt: file, args: [-x]',
    '1:51 tools.t.args: the prompt is passed by file, and no argument names {{prompt_file}}',
  ],
])('a definition with %s says what is wrong', async (rest, problem) => {
  await using files = await configuration(`tools: { t: { binary: tool-x, ${rest} } }\n`)
  expect((await files.problems())[0]).toStartWith(`~/.nimbus/llm.yaml:${problem}`)
})
