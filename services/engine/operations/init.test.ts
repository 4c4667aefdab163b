import { expect, test } from 'bun:test'
import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const shop = {
  'package.json': '{"name":"shop","dependencies":{"express":"5"}}',
  'src/index.ts': 'export {}\n',
  'envs/dev/main.tf': 'provider "aws" {\n  region = "eu-west-1"\n}\n',
}

const text = (ws: TestWorkspace) => ws.file('.nimbus/project.yaml').text()
const undone = { consent: { yes: true, confirm: ['.nimbus/project.yaml', '.nimbus/project-generated.json'] } }

/** Does something when the file has been written and is not verified yet. */
const sabotage = (work: () => void) => ({
  onEvent({ type, data }: { type: string; data: unknown }) {
    if (type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done') work()
  },
})

test('it writes what it found, with a comment on every section, and needs no question', async () => {
  await using ws = await workspace(shop)
  const { exit, stdout, stderr } = await ws.cli(['init'])
  expect(stderr).toContain('undo with: nimbus undo r_')
  expect(exit).toBe(0)
  expect(stdout).toContain('✓ created .nimbus/project.yaml from 3 files (no git repository)')
  expect(await text(ws)).toContain('\n# What it is called in names of resources.\nname: shop\n')
  expect(Bun.YAML.parse(await text(ws))).toMatchObject({
    name: 'shop',
    region: 'eu-west-1',
    environments: { dev: { kind: 'development', region: 'eu-west-1', directories: ['envs/dev'] } },
    languages: { hcl: 75, typescript: 25 },
    frameworks: { express: ['.'] },
    terraform: { tool: 'terraform', roots: { 'envs/dev': { backend: 'local', regions: ['eu-west-1'] } } },
  })
})

test('run again without a change it does nothing, and follows the project without a question', async () => {
  await using ws = await workspace(shop)
  await ws.call('engine.init', {})
  const before = await text(ws)
  expect(await ws.call('engine.init', {})).toMatchObject({ did: 'nothing', changed: [], kept: [] })
  await ws.write({ 'envs/prod/main.tf': 'provider "aws" {\n  region = "us-east-1"\n}\n' })
  const { exit, stdout } = await ws.cli(['init'])
  expect(exit).toBe(0)
  expect(stdout).toContain('✓ updated .nimbus/project.yaml')
  const after = Bun.YAML.parse(await text(ws))
  expect(after).toMatchObject({ regions: ['eu-west-1', 'us-east-1'], environments: { prod: { region: 'us-east-1' } } })
  expect(after).not.toHaveProperty('region')
  const [start = '', ...rest] = before.split(/\n# Where things go.*\nregion: eu-west-1\n/)
  expect(rest).toHaveLength(1)
  expect(await text(ws)).toStartWith(`${start}\n# Where it runs.`)
})

test("a person's edits stay, comments, order and spacing included", async () => {
  await using ws = await workspace(shop)
  await ws.call('engine.init', {})
  const edited = (await text(ws))
    .replace('name: shop', 'owner:   platform   # who to ask\nname: webshop # as customers know it')
    .replace('region: eu-west-1\n', 'region: eu-west-1 # said legal\n')
    .replace(/frameworks:\n.*\n/, '')
    .replace('kind: development', 'kind: test')
  await ws.write({ '.nimbus/project.yaml': edited, Dockerfile: 'FROM scratch\n' })
  const result = await ws.call('engine.init', {})
  expect(result.changed).toEqual(['containers'])
  expect(result.kept).toEqual([
    { path: 'name', because: 'changed', yours: 'webshop', found: 'shop' },
    { path: 'environments.dev.kind', because: 'changed', yours: 'test', found: 'development' },
    { path: 'frameworks', because: 'taken-out', found: { express: ['.'] } },
  ])
  expect(await text(ws)).toStartWith(edited)
  expect((await text(ws)).slice(edited.length)).toBe(
    '\n# How images are built and run on one machine.\ncontainers:\n  dockerfiles: [Dockerfile]\n',
  )
})

test('a line with a comment of a person is not removed when what it says is gone', async () => {
  await using ws = await workspace(shop)
  await ws.call('engine.init', {})
  const edited = (await text(ws)).replace('region: eu-west-1\n', 'region: eu-west-1 # said legal\n')
  await ws.write({ '.nimbus/project.yaml': edited })
  rmSync(join(ws.path, 'envs'), { recursive: true })
  const { kept, changed } = await ws.call('engine.init', {})
  expect(kept).toContainEqual({ path: 'region', because: 'comment' })
  expect(changed).toContain('environments')
  expect(await text(ws)).toContain('region: eu-west-1 # said legal\n')
})

test('an edited file is asked about before it is changed, and the preview shows how', async () => {
  await using ws = await workspace(shop)
  await ws.call('engine.init', {})
  await ws.write({ '.nimbus/project.yaml': `${await text(ws)}mine: 1\n`, Dockerfile: '' })
  const asked = await ws.cli(['init'])
  expect(asked.exit).toBe(3)
  const { preview } = await ws.invoke('engine.init', {}, { dryRun: true })
  expect(preview?.changes[0]).toMatchObject({ resource: 'workspace:.nimbus/project.yaml', effect: 'update' })
  expect(preview?.changes[0]?.diff).toContain('+containers:')
  expect(await text(ws)).not.toContain('containers')
})

test('undo gives back every byte, and takes away what was not there', async () => {
  await using ws = await workspace(shop)
  rmSync(join(ws.path, '.nimbus'), { recursive: true })
  const first = await ws.invoke('engine.init', {})
  expect(first).toMatchObject({ outcome: 'done', data: { did: 'created', folder: 'made' } })
  await ws.write({ '.nimbus/project.yaml': `# mine\n${await text(ws)}` })
  const refused = await ws.invoke('nimbus.undo', { run: first.run }, undone)
  expect(refused.error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })

  const mine = await text(ws)
  const stamp = await ws.file('.nimbus/project-generated.json').text()
  await ws.write({ Dockerfile: '' })
  const second = await ws.invoke('engine.init', {})
  expect(await text(ws)).not.toBe(mine)
  const back = await ws.invoke('nimbus.undo', { run: second.run }, undone)
  expect(back.outcome).toBe('done')
  expect(await text(ws)).toBe(mine)
  expect(await ws.file('.nimbus/project-generated.json').text()).toBe(stamp)

  await ws.write({ '.nimbus/project.yaml': mine.replace('# mine\n', '') })
  expect((await ws.invoke('nimbus.undo', { run: first.run }, undone)).outcome).toBe('done')
  expect(existsSync(join(ws.path, '.nimbus'))).toBe(false)
})

test('verify says so when the file, or what remembers it, is not what was written', async () => {
  await using ws = await workspace(shop)
  const file = join(ws.path, '.nimbus/project.yaml')
  const first = await ws.invoke(
    'engine.init',
    {},
    sabotage(() => writeFileSync(file, 'name: other\n')),
  )
  expect(first.outcome).toBe('negative')
  expect(first.findings).toContainEqual(expect.objectContaining({ status: 'fail', code: 'project-written' }))
  expect(first.findings).toContainEqual(expect.objectContaining({ status: 'fail', code: 'project-says', at: 'name' }))
  const remembered = join(ws.path, '.nimbus/project-generated.json')
  rmSync(file)
  const second = await ws.invoke(
    'engine.init',
    {},
    sabotage(() => writeFileSync(remembered, '{}')),
  )
  expect(second.outcome).toBe('negative')
})

test('a file that changed after it was shown is not overwritten', async () => {
  await using ws = await workspace(shop)
  const path = join(ws.path, '.nimbus/project.yaml')
  const onEvent = ({ type }: { type: string }) => {
    if (type === 'decision') writeFileSync(path, 'name: mine\n')
  }
  const { error } = await ws.invoke('engine.init', {}, { onEvent })
  expect(error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(await text(ws)).toBe('name: mine\n')
})

test.each([
  ['name: [', 'invalid-project-file'],
  ['- a list\n', 'invalid-project-file'],
  ['a: 1\na: 2\n b: 3', 'invalid-project-file'],
] as const)('%j is refused with its place, and nothing is changed', async (content, code) => {
  await using ws = await workspace({ ...shop, '.nimbus/project.yaml': content })
  const error = await failure(ws.call('engine.init', {}))
  expect(error).toMatchObject({ code, exit: 2 })
  expect(error.at).toMatch(/^\.nimbus\/project\.yaml:\d+/)
  expect(error.next).toContain('nimbus init')
  expect(await text(ws)).toBe(content)
  expect(existsSync(join(ws.path, '.nimbus/project-generated.json'))).toBe(false)
})

test('a folder .nimbus that leads elsewhere is not written through', async () => {
  await using ws = await workspace(shop)
  const outside = join(ws.home, 'outside')
  await mkdir(outside)
  rmSync(join(ws.path, '.nimbus'), { recursive: true })
  symlinkSync(outside, join(ws.path, '.nimbus'))
  expect(await failure(ws.call('engine.init', {}))).toMatchObject({ code: 'linked-folder', exit: 4 })
  expect(readdirSync(outside)).toEqual([])
})

const secret = 'not-to-be-written-anywhere'
const machine = async (ws: TestWorkspace) => {
  await Bun.write(join(ws.home, '.aws/config'), `[profile shop]\nregion = eu-west-1\naws_session_token = ${secret}\n`)
  await Bun.write(join(ws.home, '.aws/credentials'), `[other]\naws_secret_access_key = ${secret}\n`)
  await Bun.write(
    join(ws.home, '.kube/config'),
    `contexts:\n- { name: dev, context: { cluster: one, user: me } }\nusers:\n- { name: me, user: { token: ${secret} } }\n`,
  )
}
const plain = { env: { AWS_CONFIG_FILE: undefined, KUBECONFIG: undefined, CLOUDSDK_CONFIG: undefined } }

test('of this machine names are written, never a secret, and a name that was taken out stays out', async () => {
  await using ws = await workspace(shop, plain)
  await machine(ws)
  await ws.call('engine.init', {})
  expect(Bun.YAML.parse(await text(ws))).toMatchObject({
    clouds: { aws: { shop: { region: 'eu-west-1' } } },
    clusters: { dev: { cluster: 'one' } },
  })
  const records = await Promise.all(
    readdirSync(ws.path, { recursive: true, withFileTypes: true })
      .concat(readdirSync(join(ws.home, '.nimbus'), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => Bun.file(join(entry.parentPath, entry.name)).text()),
  )
  expect(records.join('\n')).not.toContain(secret)

  await ws.write({ '.nimbus/project.yaml': (await text(ws)).replace(/\n# Contexts of kubectl[\s\S]*$/, '') })
  rmSync(join(ws.home, '.aws'), { recursive: true })
  const again = await ws.call('engine.init', {})
  expect(again.kept).toMatchObject([{ path: 'clusters', because: 'taken-out' }])
  expect(Bun.YAML.parse(await text(ws))).toMatchObject({ clouds: { aws: { shop: { region: 'eu-west-1' } } } })
})

test('this machine is looked at for nobody but a person at their own command line', async () => {
  await using ws = await workspace(shop, plain)
  await machine(ws)
  const left = await ws.cli(['init', '--no-machine'])
  expect(left.exit).toBe(0)
  expect(await text(ws)).not.toContain('clusters')
  const { data } = await ws.invoke('engine.init', {}, { surface: 'http' })
  expect(data).toMatchObject({ notes: [expect.stringContaining('only a person')] })
  expect(await text(ws)).not.toContain('clusters')
  await ws.call('engine.init', {})
  expect(await text(ws)).toContain('clusters')
})

test('what was not looked at is not taken out', async () => {
  await using ws = await workspace(shop)
  await ws.call('engine.init', {})
  const before = await text(ws)
  const { notes, files } = await ws.call('engine.init', { most: 1 })
  expect(files).toBe(1)
  expect(notes).toEqual(['only the first 1 files were looked at'])
  expect(Object.keys(Bun.YAML.parse(await text(ws)) ?? {})).toEqual(Object.keys(Bun.YAML.parse(before) ?? {}))
})

test('a manifest that somebody is just writing is named, and what it said before stays', async () => {
  await using ws = await workspace({ ...shop, 'web/package.json': '{"dependencies":{"react":"19"}}' })
  await ws.call('engine.init', {})
  await Bun.write(ws.file('web/package.json'), '{"dependencies":{"rea')
  const { notes, did } = await ws.call('engine.init', {})
  expect({ notes, did }).toEqual({
    notes: ['cannot be understood, so what it depends on is not known: web/package.json'],
    did: 'nothing',
  })
  expect(await text(ws)).toContain('react: [web]')
  await Bun.write(ws.file('web/package.json'), '{}')
  expect(await ws.call('engine.init', {})).toMatchObject({ notes: [], did: 'updated' })
})

test('a call that is given up leaves everything as it was', async () => {
  await using ws = await workspace(shop)
  const controller = new AbortController()
  const onEvent = ({ type }: { type: string }) => {
    if (type === 'decision') controller.abort()
  }
  const { error } = await ws.invoke('engine.init', {}, { signal: controller.signal, onEvent })
  expect(error).toMatchObject({ code: 'cancelled', exit: 130 })
  expect(readdirSync(join(ws.path, '.nimbus'))).toEqual([])
})

test('a file that a person wrote by hand, of which nothing was generated, is as good as any', async () => {
  await using ws = await workspace({ '.nimbus/project.yaml': 'name: by-hand\n' })
  expect(await ws.invoke('engine.init', {})).toMatchObject({ outcome: 'done', data: { name: 'by-hand' } })
})

test('a project file of more than a megabyte is none', async () => {
  await using ws = await workspace({ '.nimbus/project.yaml': `# ${'x'.repeat(1024 * 1024)}\n` })
  const { error } = await ws.invoke('engine.init', {})
  expect(error).toMatchObject({ code: 'not-a-project-file', exit: 2, why: 'it is larger than 1 MiB' })
})

test('a stamp that is nested without end is one that is damaged', async () => {
  const stamp = `{"version":1,"note":"","sha256":"","generated":{"a":${'['.repeat(20_000)}1${']'.repeat(20_000)}}}`
  await using ws = await workspace({ '.nimbus/project.yaml': 'name: x\n', '.nimbus/project-generated.json': stamp })
  expect(await ws.invoke('engine.init', {})).toMatchObject({ outcome: 'done' })
})
