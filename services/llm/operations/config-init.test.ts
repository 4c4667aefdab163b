import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const env = { ANTHROPIC_API_KEY: 'a-very-secret-key', OPENAI_API_KEY: undefined, GEMINI_API_KEY: undefined }
const place = (ws: TestWorkspace) => join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml')
const text = (ws: TestWorkspace) => readFileSync(place(ws), 'utf8')
const write = (ws: TestWorkspace, content: string) => {
  mkdirSync(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  writeFileSync(place(ws), content)
}
const sabotage = (work: () => void) => ({
  onEvent({ type, data }: { type: string; data: unknown }) {
    if (type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done') work()
  },
})

test('it writes your own file with what was found, for you alone, and names keys without showing them', async () => {
  await using ws = await workspace({}, { env: { ...env, PATH: '/nowhere' } })
  const { exit, stdout, stderr } = await ws.cli(['llm', 'config', 'init'])
  // Progress stands before it where the machine is slow.
  expect(stderr.trimEnd().split('\n').at(-1)).toStartWith('undo with: nimbus undo r_')
  expect(exit).toBe(0)
  expect(stdout).toContain('✓ created ~/.nimbus/llm.yaml from the template quick-start')
  expect(stdout).toMatch(/✓ anthropic +ANTHROPIC_API_KEY/)
  expect(stdout).toMatch(/✗ claude-code +not installed/)
  expect(text(ws)).toContain('#   anthropic: key from ANTHROPIC_API_KEY')
  expect(stdout + text(ws)).not.toContain('a-very-secret-key')
  expect(statSync(place(ws)).mode & 0o777).toBe(0o600)
  expect(readdirSync(ws.env.NIMBUS_HOME ?? '').filter((name) => name.endsWith('.tmp'))).toEqual([])
})

test('an installed agent program is found where it is', async () => {
  await using ws = await workspace({ 'bin/claude': '#!/bin/sh\n' }, { env })
  await Bun.$`chmod +x bin/claude`.cwd(ws.path).quiet()
  const path = join(ws.path, 'bin')
  const { stdout } = await ws.cli(['llm', 'config', 'init', '--json'], { env: { PATH: `${path}:${ws.env.PATH}` } })
  const { programs } = JSON.parse(stdout).data
  expect(programs.find(({ name }: { name: string }) => name === 'claude-code').path).toBe(join(path, 'claude'))
})

test('a file that is there is kept, unless --force says otherwise, and undo gives it back', async () => {
  await using ws = await workspace({}, { env })
  write(ws, '# mine\n')
  const refused = await failure(ws.call('llm.config-init', {}))
  expect(refused).toMatchObject({ code: 'config-exists', exit: 2, at: '~/.nimbus/llm.yaml' })
  expect(text(ws)).toBe('# mine\n')
  const forced = await ws.invoke('llm.config-init', { force: true, template: 'development' })
  expect(forced).toMatchObject({ outcome: 'done', data: { did: 'updated' }, findings: [{ status: 'pass' }] })
  expect((await ws.invoke('nimbus.undo', { run: forced.run })).outcome).toBe('done')
  expect(text(ws)).toBe('# mine\n')
})

test('undo removes a file that was created, and not one that was edited since', async () => {
  await using ws = await workspace({}, { env })
  const first = await ws.invoke('llm.config-init', {})
  writeFileSync(place(ws), '# edited\n')
  const undone = await ws.invoke('nimbus.undo', { run: first.run })
  expect(undone.error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  write(ws, '')
  const second = await ws.invoke('llm.config-init', { force: true })
  expect((await ws.invoke('nimbus.undo', { run: second.run })).outcome).toBe('done')
  expect(text(ws)).toBe('')
  await Bun.file(place(ws)).delete()
  const third = await ws.invoke('llm.config-init', {})
  const confirmed = { consent: { yes: true, confirm: ['nimbus:config/llm'] } }
  expect((await ws.invoke('nimbus.undo', { run: third.run }, confirmed)).outcome).toBe('done')
  expect(existsSync(place(ws))).toBe(false)
})

test('taking a creation back removes the file, and undo of that brings it back', async () => {
  await using ws = await workspace({}, { env })
  const { run } = await ws.invoke('llm.config-init', {})
  const written = text(ws)
  const undo = { consent: { yes: true, confirm: ['nimbus:config/llm'] } }
  const restore = await ws.invoke('llm.config-restore', { run, remove: true }, undo)
  expect(restore).toMatchObject({ outcome: 'done', data: { did: 'removed' } })
  expect(existsSync(place(ws))).toBe(false)
  expect((await ws.invoke('nimbus.undo', { run: restore.run }, undo)).outcome).toBe('done')
  expect(text(ws)).toBe(written)
})

test('--project writes into the workspace and says what has to be trusted', async () => {
  await using ws = await workspace({}, { env })
  const { exit, stdout } = await ws.cli(['llm', 'config', 'init', '--project', '--template', 'cost-optimized'])
  expect(exit).toBe(0)
  expect(stdout).toContain('created .nimbus/llm.yaml')
  expect(stdout).toContain('count once the workspace is trusted: nimbus trust')
  expect(await ws.file('.nimbus/llm.yaml').text()).toContain('limit: { type: hard')
})

test('a project folder that is a link is not written through', async () => {
  await using ws = await workspace({ 'elsewhere/.keep': '' }, { env })
  await Bun.$`rm -rf .nimbus`.cwd(ws.path).quiet()
  symlinkSync(join(ws.path, 'elsewhere'), join(ws.path, '.nimbus'))
  const error = await failure(ws.call('llm.config-init', { project: true }))
  expect(error).toMatchObject({ code: 'linked-folder', exit: 4 })
  expect(readdirSync(join(ws.path, 'elsewhere'))).toEqual(['.keep'])
})

test('a folder of files is not hidden by a file beside it', async () => {
  await using ws = await workspace({ '.nimbus/llm/agents.yaml': 'a: {}\n' }, { env })
  const error = await failure(ws.call('llm.config-init', { project: true, force: true }))
  expect(error).toMatchObject({ code: 'config-exists', at: '.nimbus/llm' })
})

test('the preview shows what would change, without the secrets of what is there', async () => {
  await using ws = await workspace({}, { env })
  write(ws, 'providers: { openai: { api_key: hidden-in-the-file } }\n')
  const envelope = await ws.invoke('llm.config-init', { force: true }, { dryRun: true })
  const [change] = envelope.preview?.changes ?? []
  expect(change).toMatchObject({ resource: 'nimbus:config/llm', effect: 'update' })
  expect(change?.diff).toContain('+policies:')
  expect(JSON.stringify(envelope)).not.toContain('hidden-in-the-file')
  expect(text(ws)).toContain('hidden-in-the-file')
})

test('verify says so when the file is not what was written', async () => {
  await using ws = await workspace({}, { env })
  const init = await ws.invoke(
    'llm.config-init',
    {},
    sabotage(() => write(ws, 'polices: {}\n')),
  )
  expect(init).toMatchObject({
    outcome: 'negative',
    findings: [
      { status: 'fail', code: 'llm-config-written' },
      { status: 'fail', code: 'llm-config-valid', message: 'polices: there is no such key' },
    ],
  })
  write(ws, '# mine\n')
  const { run } = await ws.invoke('llm.config-init', { force: true })
  const restore = await ws.invoke(
    'llm.config-restore',
    { run },
    sabotage(() => write(ws, '# other\n')),
  )
  expect(restore).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'llm-config-written' }] })
})
