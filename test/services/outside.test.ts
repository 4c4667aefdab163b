import { expect, test } from 'bun:test'
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GatewayCall } from '@nimbus/host'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const elsewhere = async () => {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'nimbus-outside-')))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

const newest = async (ws: TestWorkspace, operation: string): Promise<string> => {
  const { journal } = (await ws.host()).ports
  return (await journal.list({ tenant: 'local', operation, limit: 1 }))[0]?.id ?? ''
}

test('a person undoes what they did to a file outside the workspace, both ways', async () => {
  await using outside = await elsewhere()
  await using ws = await workspace()
  const [created, changed] = [join(outside.path, 'new.txt'), join(outside.path, 'old.txt')]
  await writeFile(changed, 'as it was')
  await ws.call('fs.write', { file: changed, content: 'changed' })
  await ws.call('nimbus.undo', { run: await newest(ws, 'fs.write') })
  expect(await readFile(changed, 'utf8')).toBe('as it was')

  await ws.call('fs.write', { file: created, content: 'new' })
  const run = await newest(ws, 'fs.write')
  const asked = await ws.invoke('nimbus.undo', { run })
  expect(asked.error).toMatchObject({ code: 'approval-needed' })
  await ws.call('nimbus.undo', { run }, { consent: { yes: true, confirm: [created] } })
  expect(await Bun.file(created).exists()).toBe(false)
})

const others: readonly (readonly [string, Partial<GatewayCall>])[] = [
  ['over HTTP', { surface: 'http' }],
  ['over MCP', { surface: 'mcp' }],
  ['by an agent', { surface: 'agent' }],
]

test.each(others)('nobody undoes it %s, even with everything granted', async (_how, call) => {
  await using outside = await elsewhere()
  await using ws = await workspace()
  const file = join(outside.path, 'new.txt')
  await ws.call('fs.write', { file, content: 'new' })
  const refused = await ws.invoke(
    'nimbus.undo',
    { run: await newest(ws, 'fs.write') },
    { ...call, consent: { yes: true, confirm: [file] } },
  )
  expect(refused.error).toMatchObject({ code: 'outside-workspace', exit: 4 })
  expect(await readFile(file, 'utf8')).toBe('new')
})

test("a call that a model's call makes stays inside, whatever its caller has shown", async () => {
  await using outside = await elsewhere()
  await using ws = await workspace()
  const file = join(outside.path, 'secret.txt')
  await writeFile(file, 'not for you')
  const covering = { by: 'tester', changes: [{ resource: `file:${file}`, effect: 'delete' as const }] }
  const parent = {
    run: `r_${'a'.repeat(20)}`,
    root: `r_${'a'.repeat(20)}`,
    operation: 'x.y',
    ceiling: 'delete' as const,
  }
  const nested = (direct: boolean, changes = covering.changes) =>
    ws.invoke(
      'fs.read',
      { file },
      { surface: 'call', parent: { ...parent, direct }, covering: { ...covering, changes } },
    )

  expect((await nested(false)).error).toMatchObject({ code: 'outside-workspace' })
  expect((await nested(true, [])).error).toMatchObject({ code: 'outside-workspace' })
  expect((await nested(true)).data).toMatchObject({ text: 'not for you' })
})
