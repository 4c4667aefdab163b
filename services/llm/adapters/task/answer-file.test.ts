import { expect, test } from 'bun:test'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fakePrograms, workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'
import { chatPlace } from '../../chat/testing.ts'

test('an answer that could not be written is refused before anybody is asked for it', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  await mkdir(join(ws.path, 'adir'))
  const ask = { task: 'hi', tool: 'api', model: 'gpt-4o' }
  for (const output of ['.git/hooks/pre-commit', '.nimbus/llm.yaml']) {
    const { error } = await ws.invoke('llm.exec', { ...ask, output }, { dryRun: true })
    expect(error).toMatchObject({ code: 'protected-path', at: output, exit: 4 })
  }
  expect((await ws.invoke('llm.exec', { ...ask, output: 'adir' })).error).toMatchObject({
    code: 'not-a-file',
    message: 'adir is a directory',
    exit: 2,
  })
  expect(server.requests).toHaveLength(0)
})

test('a prohibition of writing files is met before anybody is asked', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  await mkdir(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  const rule = '- { operation: fs.write, decide: deny, reason: nobody writes here }'
  await writeFile(join(ws.env.NIMBUS_HOME ?? '', 'policy.yaml'), `rules:\n  ${rule}\n`, { mode: 0o600 })
  const { error } = await ws.invoke('llm.exec', { task: 'hi', tool: 'api', model: 'gpt-4o', output: 'out.md' })
  expect(error).toMatchObject({ code: 'policy-denied', exit: 4 })
  expect(server.requests).toHaveLength(0)
})

test('a person may have the answer written outside the workspace, and nobody else', async () => {
  await using server = await modelServer({ otherwise: { text: 'Fine.' } })
  await using ws = await chatPlace(server)
  const output = join(ws.home, 'answer.md')
  const input = { task: 'hi', tool: 'api', model: 'gpt-4o', output }
  const { ok } = await ws.invoke('llm.exec', input, { surface: 'cli', consent: { yes: true, confirm: [] } })
  expect(ok).toBe(true)
  expect(await Bun.file(output).text()).toBe('Fine.')
  const { error } = await ws.invoke('llm.exec', input, { surface: 'http' })
  expect(error).toMatchObject({ code: 'outside-workspace', exit: 4 })
})

test('a directory that a program puts in place of its output is no defect of ours', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "require('node:fs').mkdirSync('out.md'); process.stdout.write('x')")
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:/usr/bin:/bin` } })
  await mkdir(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  const yaml = 'tools:\n  helper: { binary: helper, prompt: stdin, output: { cost: not-metered } }\n'
  await writeFile(join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml'), yaml)
  const { error } = await ws.invoke('llm.exec', { tool: 'helper', task: 'x', output: 'out.md' })
  expect(error).toMatchObject({ code: 'not-a-file', at: 'out.md', exit: 2 })
})
