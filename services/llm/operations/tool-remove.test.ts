import { expect, test } from 'bun:test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '@nimbus/kernel'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const text = `# mine
tools:
  first:  { binary: first, prompt: stdin }   # the old one
  codex: { binary: /opt/codex }
policies: { daily_budget_usd: 5 }
`
const place = async (): Promise<TestWorkspace & { yaml: string }> => {
  const ws = await workspace()
  const yaml = join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml')
  mkdirSync(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  writeFileSync(yaml, text)
  return { ...ws, yaml, [Symbol.asyncDispose]: () => ws[Symbol.asyncDispose]() }
}

test('a definition is taken out, the rest stays, and undo gives back every byte', async () => {
  await using ws = await place()
  const envelope = await ws.invoke('llm.tool-remove', { name: 'first' })
  expect(envelope).toMatchObject({ outcome: 'done', data: { shipped: false }, findings: [{ status: 'pass' }] })
  expect(readFileSync(ws.yaml, 'utf8')).toBe(text.replace(/ {2}first:.*\n/, ''))
  const undone = await ws.invoke(
    'nimbus.undo',
    { run: envelope.run },
    { consent: { yes: true, confirm: ['config/llm.yaml'] } },
  )
  expect(undone.outcome).toBe('done')
  expect(readFileSync(ws.yaml, 'utf8')).toBe(text)
})

test('without what was changed here a shipped tool is again what it was', async () => {
  await using ws = await place()
  expect(await ws.call('llm.tool-remove', { name: 'codex' })).toMatchObject({ shipped: true })
  const { tools } = await ws.call('llm.tool-list', {})
  expect(tools.find(({ name }) => name === 'codex')).toMatchObject({ binary: 'codex', origin: 'shipped' })
})

test('it is a deletion: a program that acts for somebody has to ask', async () => {
  await using ws = await place()
  const look = await ws.invoke('llm.tool-remove', { name: 'first' }, { dryRun: true })
  expect(look.preview?.changes).toMatchObject([{ resource: 'nimbus:config/llm.yaml#first', effect: 'delete' }])
})

test('what is not defined is said, with the nearest name, or that it comes with Nimbus', async () => {
  await using ws = await place()
  expect(await failure(ws.call('llm.tool-remove', { name: 'frist' }))).toMatchObject({
    code: 'no-definition',
    exit: 5,
    next: 'did you mean first?',
  })
  const shipped = await failure(ws.call('llm.tool-remove', { name: 'aider' }))
  expect(shipped.why).toContain('comes with Nimbus')
})

test('verify says so when the definition is there again', async () => {
  await using ws = await place()
  const onEvent = (event: RunEvent) => {
    const data = event.data
    if (event.type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done')
      writeFileSync(ws.yaml, text)
  }
  const envelope = await ws.invoke('llm.tool-remove', { name: 'first' }, { onEvent })
  expect(envelope).toMatchObject({
    ok: true,
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'tool-forgotten' }],
  })
})

test('a tool that an agent counts on stays', async () => {
  await using ws = await place()
  const using = `${text}agents: { a: { fallback_chain: ["first:x"] } }\n`
  writeFileSync(ws.yaml, using)
  expect(await failure(ws.call('llm.tool-remove', { name: 'first' }))).toMatchObject({
    code: 'breaks-config',
    exit: 2,
    at: expect.stringMatching(/llm\.yaml:5:\d+$/),
    why: expect.stringContaining('there is no tool first'),
  })
  expect(readFileSync(ws.yaml, 'utf8')).toBe(using)
})
