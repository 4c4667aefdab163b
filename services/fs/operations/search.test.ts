import { expect, test } from 'bun:test'
import { chmod, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const rg = Bun.which(process.env.NIMBUS_RG ?? 'rg')

const files = {
  '.gitignore': 'build/\n',
  '.hidden.tf': 'region here\n',
  '.env': 'REGION=region\n',
  'build/out.tf': 'region\n',
  'main.tf': 'a\n  region = "eu-central-1"\nREGION\n',
  'envs/dev/über.tf': 'äöü region.x\n',
  bin: new Uint8Array([0, 1, 2, ...Buffer.from('region')]),
  'terraform.tfstate': '{"region": 1}\n',
  'notes.md': 'a.b\naxb\nregion\n',
}

const places = async (ws: TestWorkspace, input: Parameters<typeof search>[1]) => {
  const { matches } = await search(ws, input)
  return matches.map(({ file, line, column }) => `${file}:${line}:${column}`)
}
const search = (ws: TestWorkspace, input: { pattern: string; [key: string]: unknown }) => ws.call('fs.search', input)

const engines = [
  { engine: 'built-in', env: { NIMBUS_RG: '/nowhere/rg' } },
  { engine: 'ripgrep', env: { NIMBUS_RG: rg ?? '' } },
] as const

for (const { engine, env } of engines) {
  const skipped = engine === 'ripgrep' && !rg
  const name = `${engine}: finds what a person would expect and nothing else`
  test.skipIf(skipped)(skipped ? `${name} (skipped: rg not found)` : name, async () => {
    await using ws = await workspace(files, { env })
    await symlink('/etc', join(ws.path, 'etc'))
    expect((await search(ws, { pattern: 'region' })).engine).toBe(engine)
    expect(await places(ws, { pattern: 'region' })).toEqual(['envs/dev/über.tf:1:5', 'main.tf:2:3', 'notes.md:3:1'])
    expect(await places(ws, { pattern: 'region', ignoreCase: true, glob: ['*.tf'] })).toEqual([
      'envs/dev/über.tf:1:5',
      'main.tf:2:3',
      'main.tf:3:1',
    ])
    expect(await places(ws, { pattern: 'region', hidden: true, glob: ['*.tf'] })).toContain('.hidden.tf:1:1')
    expect(await places(ws, { pattern: 'a.b' })).toEqual(['notes.md:1:1'])
    expect(await places(ws, { pattern: 'a.b$', regex: true })).toEqual(['notes.md:1:1', 'notes.md:2:1'])
    expect(await places(ws, { pattern: '--help' })).toEqual([])
    expect(await places(ws, { pattern: 'region', path: 'envs', glob: ['dev/**'] })).toEqual(['envs/dev/über.tf:1:5'])
    expect(await search(ws, { pattern: 'region', most: 1 })).toMatchObject({ files: 1, truncated: 'matches' })
    expect(await failure(search(ws, { pattern: '(', regex: true }))).toMatchObject({ code: 'invalid-pattern', exit: 2 })
    expect(await failure(search(ws, { pattern: 'a\nb' }))).toMatchObject({ code: 'invalid-input', exit: 2 })
  })
}

test.each(engines)('$engine: a line with a great many matches is one match', async ({ engine, env }) => {
  if (engine === 'ripgrep' && !rg) return
  // As JSON the matches in it take more than the longest line of a program.
  await using ws = await workspace({ 'a.txt': `b${'a'.repeat(1_000_000)}\n`, 'c.txt': 'a\n' }, { env })
  expect(await places(ws, { pattern: 'a' })).toEqual(['a.txt:1:2', 'c.txt:1:1'])
})

test('what could not be read is said, whatever was found', async () => {
  await using ws = await workspace(files)
  const text = async () => (await ws.cli(['fs', 'search', 'nowhere to be found'])).stdout
  expect(await text()).not.toContain('could not be read')

  // Exit code 2 behind a summary is how ripgrep ends then.
  const fake = join(ws.home, 'rg')
  await writeFile(fake, '#!/bin/sh\necho \'{"type":"summary","data":{}}\'\nexit 2\n', { mode: 0o755 })
  const { stdout } = await ws.cli(['fs', 'search', 'nowhere to be found'], { env: { NIMBUS_RG: fake } })
  expect(stdout).toContain('some files or directories could not be read')
})

test.skipIf(process.getuid?.() === 0)('the built-in search says so as well (skipped: not as root)', async () => {
  await using ws = await workspace({ 'a.txt': 'region\n', 'b/c.txt': '' }, { env: { NIMBUS_RG: '/nowhere/rg' } })
  await chmod(join(ws.path, 'a.txt'), 0)
  expect(await search(ws, { pattern: 'region' })).toMatchObject({ matches: [], unread: true })
})

test('a pattern and a text made to hang a search do not', async () => {
  await using ws = await workspace({ 'evil.txt': `${'a'.repeat(60_000)}!\n` }, { env: { NIMBUS_RG: '/nowhere/rg' } })
  const started = performance.now()
  expect(await search(ws, { pattern: '^(a+)+$', regex: true })).toMatchObject({ matches: [], truncated: 'none' })
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a long line is cut around its match', async () => {
  await using ws = await workspace({ 'min.js': `${'x'.repeat(5000)}needle${'y'.repeat(5000)}\n` })
  const [match] = (await search(ws, { pattern: 'needle' })).matches
  expect(match?.column).toBe(5001)
  expect(match?.text).toContain('needle')
  expect(match?.text.length).toBeLessThan(310)
})

test('no match is said in words', async () => {
  await using ws = await workspace({ 'a.txt': '' })
  const { exit, stdout } = await ws.cli(['fs', 'search', 'nothing'])
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'no match for nothing\n' })
})
