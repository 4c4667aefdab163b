import { expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { NimbusError } from '@nimbus/kernel/define'
import { fakePrograms } from '@nimbus/testkit'
import fc from 'fast-check'
import type { Tool } from '../config/settings.ts'
import { findTool, runTool } from './run-tool.ts'
import { plainTool, toolContext } from './testing.ts'
import type { ToolRequest } from './tool-argv.ts'
import { ToolFailure } from './tool-failure.ts'

const surroundings = (bin: string, more: Record<string, string> = {}) => ({
  PATH: `${bin}:${process.env.PATH}`,
  ...more,
})

const ask = (
  tool: Tool,
  request: Partial<ToolRequest>,
  env: Record<string, string>,
  onText?: (text: string) => void,
) => {
  const found = findTool(tool, env)
  if (!found) throw new Error(`${tool.name} was not found`)
  const { ctx, redacted, progress } = toolContext(env)
  const answer = runTool(found, { prompt: 'hi', workspace: tmpdir(), ...request }, ctx, onText ? { onText } : {})
  return { answer, redacted, progress }
}

const failureOf = async (work: Promise<unknown>): Promise<ToolFailure> => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (thrown instanceof ToolFailure) return thrown
  throw thrown ?? new Error('it answered')
}

const errorOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (thrown instanceof NimbusError) return thrown.data
  throw thrown ?? new Error('it answered')
}

const ways = {
  argument: { prompt: 'argument', args: ['run', '--', '{{prompt}}'] },
  stdin: { prompt: 'stdin', args: ['run'] },
  file: { prompt: 'file', args: ['--prompt-file={{prompt_file}}'] },
} as const
const echo = 'process.stdout.write(prompt)'

const hostile = [
  `it's "quoted" and \`ticked\``,
  'two\nlines\r\nand a tab\t',
  '--help',
  '-rf /',
  '{{model}} {{prompt}} {{',
  '$(touch x); rm -rf "$HOME" && echo %PATH% !x! ^',
  '\u{1f680} größe 漢字 \u200b\ufeff',
  ' leading and trailing \n\n',
  '\\ \\n \\" *?[a-z]',
]

for (const [way, definition] of Object.entries(ways)) {
  test(`every prompt arrives byte for byte by ${way}`, async () => {
    await using fake = fakePrograms()
    fake.program('echo-tool', echo)
    const tool = plainTool('echo-tool', definition)
    for (const prompt of hostile) expect((await ask(tool, { prompt }, surroundings(fake.bin)).answer).text).toBe(prompt)
  }, 30_000)
}

for (const way of ['stdin', 'file'] as const)
  test(`a megabyte arrives byte for byte by ${way}`, async () => {
    await using fake = fakePrograms()
    fake.program('echo-tool', echo)
    const prompt = '0123456789 größe\n'.repeat(62_000)
    expect(Buffer.byteLength(prompt)).toBeGreaterThan(1_000_000)
    const { text } = await ask(plainTool('echo-tool', ways[way]), { prompt }, surroundings(fake.bin)).answer
    expect(text).toBe(prompt)
  })

test('the longest argument the system allows arrives, and a longer prompt is refused', async () => {
  await using fake = fakePrograms()
  // The launcher of a fake is a shell, whose own limit for its arguments is the same.
  fake.program('echo-tool', echo)
  const tool = plainTool('echo-tool', ways.argument)
  const env = surroundings(fake.bin)
  const longest = 'x'.repeat(process.platform === 'linux' ? 131_071 : 700_000)
  expect((await ask(tool, { prompt: longest }, env).answer).text).toBe(longest)
  const error = await errorOf(ask(tool, { prompt: 'x'.repeat(800_000) }, env).answer)
  expect(error).toMatchObject({ code: 'prompt-too-long', exit: 2 })
  expect(error.next).toContain('prompt: stdin')
})

test('whatever text is asked arrives by standard input as it is', async () => {
  await using fake = fakePrograms()
  fake.program('echo-tool', echo)
  const tool = plainTool('echo-tool')
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (prompt) => {
      if (prompt.includes('\0')) return
      expect((await ask(tool, { prompt }, surroundings(fake.bin)).answer).text).toBe(prompt)
    }),
    { numRuns: 8 },
  )
}, 30_000)

test('the file of a prompt is private, and gone afterwards', async () => {
  await using fake = fakePrograms()
  fake.program('mode', "process.stdout.write(((await Bun.file(path).stat()).mode & 0o777).toString(8) + ' ' + path)")
  const { text } = await ask(plainTool('mode', ways.file), {}, surroundings(fake.bin)).answer
  const [mode = '', path = ''] = text.split(' ')
  expect(mode).toBe('600')
  expect(existsSync(dirname(path))).toBe(false)
})

test('instructions go where the definition has a place for them, else before the prompt', async () => {
  await using fake = fakePrograms()
  fake.program('echo-tool', echo)
  const env = surroundings(fake.bin)
  const request = { prompt: 'task', system: 'Be brief.' }
  await ask(plainTool('echo-tool', { args: ['--system={{system}}'] }), request, env).answer
  expect(fake.received('echo-tool')).toMatchObject({ argv: ['--system=Be brief.'], stdin: 'task' })
  await ask(plainTool('echo-tool'), request, env).answer
  expect(fake.received('echo-tool')).toMatchObject({ argv: [], stdin: 'Be brief.\n\ntask' })
})

test('a program gets what its definition gives it, keys are redacted, and nothing empty is set', async () => {
  await using fake = fakePrograms()
  fake.program('env-tool', "process.stdout.write('ok')")
  const tool = plainTool('env-tool', {
    env: { TOOL_MODE: 'quick', TOOL_KEY: 'k-1', EMPTY_KEY: '' },
    envRequired: ['NEEDED'],
  })
  const { answer, redacted } = ask(tool, {}, surroundings(fake.bin, { NEEDED: 'here', OTHER: 'no' }))
  await answer
  const { env } = fake.received('env-tool')
  expect(env).toMatchObject({ TOOL_MODE: 'quick', TOOL_KEY: 'k-1', NEEDED: 'here' })
  expect(Object.keys(env).filter((name) => ['EMPTY_KEY', 'OTHER'].includes(name))).toEqual([])
  expect(redacted).toEqual(['k-1'])
})

test('the credentials of the caller are not those of an agent program, unless its definition names them', async () => {
  await using fake = fakePrograms()
  fake.program('env-tool', "process.stdout.write('ok')")
  const secrets = {
    AWS_SECRET_ACCESS_KEY: 'aws',
    AZURE_CLIENT_SECRET: 'azure',
    GITHUB_TOKEN: 'github',
    TF_VAR_password: 'password',
    GOOGLE_APPLICATION_CREDENTIALS: '/key.json',
    DOCKER_AUTH_CONFIG: '{}',
    GIT_ASKPASS: '/bin/true',
    KUBECONFIG: '/kube',
    SSH_AUTH_SOCK: '/ssh',
  }
  const env = surroundings(fake.bin, { ...secrets, LC_ALL: 'C.UTF-8' })
  await ask(plainTool('env-tool', { envRequired: ['GITHUB_TOKEN'] }), {}, env).answer
  const { env: seen } = fake.received('env-tool')
  expect(Object.keys(seen).filter((name) => name in secrets)).toEqual(['GITHUB_TOKEN'])
  expect(seen).toMatchObject({ LC_ALL: 'C.UTF-8', GITHUB_TOKEN: 'github' })
})

test('a required variable that is not set is named', async () => {
  await using fake = fakePrograms()
  fake.program('env-tool', echo)
  const error = await errorOf(
    ask(plainTool('env-tool', { envRequired: ['MY_KEY'] }), {}, surroundings(fake.bin)).answer,
  )
  expect(error).toMatchObject({ code: 'variable-missing', exit: 5, message: 'env-tool needs the variable MY_KEY' })
})

test('an exit code means what the definition says', async () => {
  await using fake = fakePrograms()
  fake.program('exit-tool', "console.error('quota exceeded'); process.exit(Number(prompt))")
  const tool = plainTool('exit-tool', { exitCodes: { 7: 'rate-limited', 41: 'auth', 9: 'ok' } })
  const env = surroundings(fake.bin)
  expect(await failureOf(ask(tool, { prompt: '7' }, env).answer)).toMatchObject({ kind: 'rate-limited', exitCode: 7 })
  expect(await failureOf(ask(tool, { prompt: '41' }, env).answer)).toMatchObject({ kind: 'auth' })
  const failed = await failureOf(ask(tool, { prompt: '3' }, env).answer)
  expect(failed).toMatchObject({ kind: 'failed', detail: { why: 'quota exceeded' } })
  expect((await ask(tool, { prompt: '9' }, env).answer).text).toBe('')
})

test('a program that takes too long is stopped', async () => {
  await using fake = fakePrograms()
  fake.program('slow', 'setInterval(() => {}, 1000)')
  const failed = await failureOf(ask(plainTool('slow', { timeoutMs: 300 }), {}, surroundings(fake.bin)).answer)
  expect(failed).toMatchObject({ kind: 'timeout', tool: 'slow' })
})

test('output that is not what the definition says is an error, never an empty answer', async () => {
  await using fake = fakePrograms()
  fake.program('chatty', "console.log('Welcome!')")
  const tool = plainTool('chatty', { output: { format: 'json', text: 'result' } })
  const failed = await failureOf(ask(tool, {}, surroundings(fake.bin)).answer)
  expect(failed).toMatchObject({
    kind: 'malformed',
    detail: { next: 'compare tools.chatty.output with what the program prints' },
  })
})

test('what a program said beyond the limit is left in no file', async () => {
  await using fake = fakePrograms()
  fake.program('wordy', echo)
  const found = findTool(plainTool('wordy'), surroundings(fake.bin))
  if (!found) throw new Error('wordy was not found')
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-spilled-'))
  const { ctx } = toolContext(surroundings(fake.bin))
  const saying = (...streams: ('stdout' | 'stderr')[]) => {
    const spilled = Object.fromEntries(streams.map((stream) => [stream, join(folder, `${stream}.log`)]))
    for (const path of Object.values(spilled)) writeFileSync(path, 'all of it')
    const exec = () => Promise.resolve({ exitCode: 0, stdout: 'the end', stderr: '', durationMs: 1, spilled })
    return runTool(found, { prompt: 'hi', workspace: folder }, { ...ctx, exec })
  }
  try {
    expect(await failureOf(saying('stdout', 'stderr'))).toMatchObject({ message: 'wordy said more than 64 MiB' })
    expect(readdirSync(folder)).toEqual([])
    expect((await saying('stderr')).text).toBe('the end')
    expect(readdirSync(folder)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('text is passed on as it is written, exactly', async () => {
  await using fake = fakePrograms()
  fake.program('writer', "process.stdout.write('one\\r\\ntw'); await Bun.sleep(30); process.stdout.write('o\\nthree')")
  const pieces: string[] = []
  const { answer } = ask(plainTool('writer'), {}, surroundings(fake.bin), (text) => pieces.push(text))
  expect((await answer).text).toBe('one\r\ntwo\nthree')
  expect(pieces.join('')).toBe('one\r\ntwo\nthree')
  expect(pieces.slice(0, -1).every((piece) => piece.endsWith('\n'))).toBe(true)
})

test('pieces of JSON lines are passed on as they come, or shown as progress before the last one', async () => {
  await using fake = fakePrograms()
  fake.program('liner', "print({ t: 'Hel' }); print({ other: 1 }); print({ t: 'lo\\nyou' })")
  const output = { format: 'json-lines', text: 't' } as const
  const pieces: string[] = []
  const all = plainTool('liner', { output: { ...output, texts: 'all' } })
  const streamed = ask(all, {}, surroundings(fake.bin), (text) => pieces.push(text))
  expect((await streamed.answer).text).toBe('Hello\nyou')
  expect(pieces).toEqual(['Hel', 'lo\nyou'])
  const last = ask(plainTool('liner', { output }), {}, surroundings(fake.bin), () => pieces.push('never'))
  expect((await last.answer).text).toBe('lo\nyou')
  expect(last.progress).toEqual(['Hel', 'lo'])
  expect(pieces).not.toContain('never')
})

test('a seat has no dollars, a key has those it says', async () => {
  await using fake = fakePrograms()
  fake.program('priced', "print({ answer: 'a', dollars: 0.5 })")
  const output = { format: 'json', text: 'answer', cost: 'dollars', meteredBy: ['OTHER_KEY', 'PRICED_KEY'] } as const
  const seat = await ask(plainTool('priced', { output }), {}, surroundings(fake.bin)).answer
  expect(seat).toMatchObject({ metered: false })
  expect(seat).not.toHaveProperty('dollars')
  const keyed = await ask(plainTool('priced', { output, env: { PRICED_KEY: 'k' } }), {}, surroundings(fake.bin)).answer
  expect(keyed).toMatchObject({ metered: true, dollars: 0.5 })
  const off = await ask(plainTool('priced', { output, env: { OTHER_KEY: 'false' } }), {}, surroundings(fake.bin)).answer
  expect(off).toMatchObject({ metered: false })
})

test('a program is found by path, by name and by its variable, and missed without a word', async () => {
  await using fake = fakePrograms()
  const path = fake.program('here', echo)
  expect(findTool(plainTool('a', { binary: path }), { PATH: '/none' })?.place.binary).toBe(path)
  expect(findTool(plainTool('a', { binary: 'here' }), { PATH: fake.bin })?.place.binary).toBe(path)
  expect(findTool(plainTool('a-b', { binary: 'no' }), { NIMBUS_TOOL_A_B: path })?.place.binary).toBe(path)
  expect(findTool(plainTool('a', { binary: 'here' }), { PATH: '/none' })).toBeUndefined()
})
