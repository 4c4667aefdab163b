import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'
import { afterEffect, behindTheBack } from './sabotage.ts'

const secret = 'hunter2-is-not-a-good-passw0rd'

/** Every file below a home that holds a text, in any of the spellings it could have leaked in. */
const filesWith = async (ws: TestWorkspace, text: string): Promise<string[]> => {
  const spellings = [text, Buffer.from(text).toString('base64').replace(/=+$/, ''), Buffer.from(text).toString('hex')]
  const files = await Array.fromAsync(new Bun.Glob('**/*').scan({ cwd: ws.home, dot: true, onlyFiles: true }))
  expect(files.some((file) => file.endsWith('nimbus.db'))).toBe(true)
  return files.filter((file) => spellings.some((each) => readFileSync(join(ws.home, file)).includes(each)))
}

test('the value of a credential is nowhere but in the sealed row, whichever way it was stored', async () => {
  await using ws = await workspace({ 'key.txt': `${secret}\n` }, { env: { NIMBUS_LOG: 'debug' } })
  const runs = [
    await ws.cli(['credentials', 'set', 'zero', '-'], { stdin: `${secret}\n` }),
    await ws.cli(['credentials', 'set', 'one', '-', '--yes', '--json'], { stdin: `${secret}\n` }),
    await ws.cli(['credentials', 'set', 'two', '@key.txt', '--yes']),
    await ws.cli(['credentials', 'set', 'three', secret, '--dry-run']),
    await ws.cli(['credentials', 'set', 'no name', secret, '--yes']),
    await ws.cli(['credentials', 'list', '--json']),
    await ws.cli(['credentials', 'get', 'one']),
    await ws.cli(['plan', 'list', '--json']),
    await ws.cli(['history', '--json']),
    await ws.cli(['audit', 'list', '--json']),
  ]
  expect(runs.map(({ exit }) => exit)).toEqual([3, 0, 0, 0, 2, 0, 0, 0, 0, 0])
  const [plan = ''] = runs[0]?.stderr.match(/p_[a-z2-7]{20}/) ?? []
  for (const argv of [
    ['plan', 'show', plan],
    ['approve', plan],
    ['apply', plan],
    ['plan', 'show', plan, '--json'],
  ])
    runs.push(await ws.cli(argv))
  expect(runs.slice(-4).map(({ exit, stderr }) => (exit === 0 ? '' : stderr))).toEqual(['', '', '', ''])

  await ws.call('state.credentials-set', { provider: 'four', value: secret })
  const envelope = await ws.invoke('state.history-list', { nested: true, limit: 100 })
  const printed = runs.map(({ stdout, stderr }) => stdout + stderr).join('\n') + JSON.stringify(envelope)
  expect(printed).not.toContain(secret)
  // The host is still open: what is in the write-ahead log counts as well.
  expect(await filesWith(ws, secret)).toEqual([])
  const host = await ws.host()
  expect(await host.ports.credentials(host.principal.tenant).get('one')).toBe(secret)
  // Some fifteen processes, on a machine that may be busy.
}, 60_000)

test('a credential belongs to the tenant that stored it', async () => {
  await using ws = await workspace()
  await ws.call('state.credentials-set', { provider: 'aws', value: secret })
  const elsewhere = await ws.cli(['credentials', 'get', 'aws'], { env: { NIMBUS_TENANT: 'other' } })
  expect(elsewhere.exit).toBe(5)
  expect((await ws.cli(['credentials', 'get', 'aws'])).exit).toBe(0)
})

test('a value too short for the redactor is not recorded either', async () => {
  await using ws = await workspace()
  await ws.call('state.credentials-set', { provider: 'pin', value: 'q7_Z' })
  expect(await filesWith(ws, 'q7_Z')).toEqual([])
})

test('storing asks, deleting asks for the name, and a model may do neither', async () => {
  await using ws = await workspace()
  expect((await ws.cli(['credentials', 'set', 'github', secret])).exit).toBe(3)
  await ws.call('state.credentials-set', { provider: 'github', value: secret })
  const asked = await ws.cli(['credentials', 'delete', 'github', '--yes'])
  expect(asked.exit).toBe(3)
  expect(asked.stderr).toContain('--confirm credentials/github')
  for (const surface of ['mcp', 'agent'] as const)
    for (const operation of ['state.credentials-set', 'state.credentials-delete']) {
      const { error } = await ws.invoke(operation, { provider: 'github', value: 'x' }, { surface })
      expect(error).toMatchObject({ code: 'excluded', exit: 4 })
    }
  expect((await ws.cli(['credentials', 'delete', 'github', '--confirm', 'credentials/github'])).exit).toBe(0)
  expect(await ws.call('state.credentials-list', {})).toMatchObject({ credentials: [] })
})

test('the list has names and dates, one that is absent says how to store it', async () => {
  await using ws = await workspace()
  expect((await ws.cli(['credentials', 'list'])).stdout).toContain('no credentials yet')
  await ws.call('state.credentials-set', { provider: 'github', value: secret })
  const { credentials } = await ws.call('state.credentials-list', {})
  expect(credentials).toMatchObject([{ provider: 'github', length: secret.length }])
  const error = await failure(ws.call('state.credentials-get', { provider: 'gitlab' }))
  expect(error).toMatchObject({ code: 'no-credential', exit: 5, at: 'gitlab', why: 'stored are github' })
  expect(error.next).toContain('nimbus credentials set gitlab')
})

test('a bad name and an empty value change nothing', async () => {
  await using ws = await workspace()
  expect(await failure(ws.call('state.credentials-set', { provider: '../x', value: secret }))).toMatchObject({
    exit: 2,
  })
  expect(await failure(ws.call('state.credentials-set', { provider: 'x', value: '\n' }))).toMatchObject({
    code: 'empty-secret',
    exit: 2,
  })
  expect(await ws.call('state.credentials-list', {})).toMatchObject({ credentials: [] })
})

test('undo of a new credential deletes it; a replaced one cannot be had back, and that is said', async () => {
  await using ws = await workspace()
  const first = await ws.invoke('state.credentials-set', { provider: 'x', value: secret })
  const second = await ws.invoke('state.credentials-set', { provider: 'x', value: `${secret}2` })
  expect(second.undo).toMatchObject({ irreversible: expect.stringContaining('not kept') })
  const consent = { yes: true, confirm: ['credentials/x'] }
  expect((await ws.invoke('nimbus.undo', { run: first.run }, { consent })).outcome).toBe('done')
  expect(await ws.call('state.credentials-list', {})).toMatchObject({ credentials: [] })
})

test('verify says so when the row was removed, or is back', async () => {
  await using ws = await workspace()
  const removed = afterEffect(() => behindTheBack(ws, 'DELETE FROM credentials'))
  const set = await ws.invoke('state.credentials-set', { provider: 'a', value: secret }, { onEvent: removed })
  expect(set).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'credential-stored' }] })

  await ws.call('state.credentials-set', { provider: 'b', value: secret })
  behindTheBack(ws, 'CREATE TABLE saved AS SELECT * FROM credentials')
  const back = afterEffect(() => behindTheBack(ws, 'INSERT INTO credentials SELECT * FROM saved'))
  const deleted = await ws.invoke(
    'state.credentials-delete',
    { provider: 'b' },
    { onEvent: back, consent: { yes: false, confirm: ['credentials/b'] } },
  )
  expect(deleted).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'credential-deleted' }] })
})
