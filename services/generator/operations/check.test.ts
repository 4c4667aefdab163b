import { describe, expect, test } from 'bun:test'
import { chmod, mkdir, rm, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'
import { spawnSync, which } from 'bun'

const open = 'resource "aws_ebs_volume" "data" {\n  encrypted = false\n}\n'
const closed = 'resource "aws_ebs_volume" "data" {\n  encrypted = true\n}\n'
const settings = `terraform {
  required_version = ">= 1.10"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
`

describe('generator.check', () => {
  test('answers no, with the place and what to do', async () => {
    await using space = await workspace({ 'infra/main.tf': settings + open })

    const envelope = await space.invoke('generator.check', { path: 'infra' })

    expect(envelope).toMatchObject({ ok: true, outcome: 'negative' })
    const { findings } = await space.call('generator.check', { path: 'infra' })
    expect(findings).toMatchObject([
      {
        rule: 'aws-ebs-volume-encrypted',
        status: 'fail',
        address: 'aws_ebs_volume.data',
        file: 'infra/main.tf',
        line: 11,
      },
    ])
  })

  test('answers yes when every rule is kept', async () => {
    await using space = await workspace({ 'infra/main.tf': settings + closed })

    const envelope = await space.invoke('generator.check', { path: 'infra' })

    expect(envelope).toMatchObject({ ok: true, outcome: 'done' })
  })

  test('exits 6 on the command line, under its short name', async () => {
    await using space = await workspace({ 'main.tf': open })

    const { exit, stdout } = await space.cli(['check', '.'])

    expect(exit).toBe(6)
    expect(stdout).toContain('main.tf:2  aws-ebs-volume-encrypted')
  })

  test('prints SARIF that a program can read', async () => {
    await using space = await workspace({ 'main.tf': open })

    const { stdout } = await space.cli(['check', '--format', 'sarif'])

    expect(JSON.parse(stdout)).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'nimbus' } } }] })
  })

  test('follows values from a root outside of the path into the modules it calls', async () => {
    await using space = await workspace({
      'modules/disk/main.tf': 'variable "on" {}\n\nresource "aws_ebs_volume" "data" {\n  encrypted = var.on\n}\n',
      'envs/dev/main.tf': `${settings}\nmodule "disk" {\n  source = "../../modules/disk"\n  on     = true\n}\n`,
    })

    expect(await space.call('generator.check', { path: 'envs/dev' })).toMatchObject({ failed: 0, unknown: 0 })
    expect(await space.call('generator.check', { path: 'modules/disk' })).toMatchObject({ unknown: 1 })
  })

  test('reports one file alone and still knows its neighbours', async () => {
    await using space = await workspace({ 'main.tf': open, 'settings.tf': settings })

    const { findings, files } = await space.call('generator.check', { path: 'main.tf' })

    expect(files).toBe(1)
    expect(findings.map(({ rule }) => rule)).toEqual(['aws-ebs-volume-encrypted'])
  })

  test('writes nothing and does not follow links to directories', async () => {
    await using space = await workspace({ 'infra/main.tf': settings + closed, 'elsewhere/main.tf': open })
    await symlink(join(space.path, 'infra'), join(space.path, 'infra', 'loop'))
    await symlink(join(space.path, 'elsewhere'), join(space.path, 'infra', 'elsewhere'))
    await mkdir(join(space.path, 'infra', '.terraform'))
    await space.write({ 'infra/.terraform/main.tf': open })

    expect(await space.call('generator.check', { path: 'infra' })).toMatchObject({ files: 1, failed: 0 })
  })

  test('checks the other files when one cannot be read, and says so', async () => {
    await using space = await workspace({ 'main.tf': open, 'binary.tf': new Uint8Array([0xff, 0xfe, 0x00]) })

    const { problems, failed } = await space.call('generator.check', { path: '.' })

    expect(problems).toMatchObject([{ file: 'binary.tf', message: 'not a text file: it is not valid UTF-8' }])
    expect(failed).toBeGreaterThan(0)
  })

  test.each([
    ['a path that is not there', 'nowhere', 'no-path', 5],
    ['a directory without code', 'empty', 'no-configuration', 2],
    ['a binary file', 'binary.tf', 'unreadable-file', 2],
    ['50 MB', 'huge.tf', 'unreadable-file', 2],
    ['a file of another kind', 'notes.txt', 'no-configuration', 2],
  ])('refuses %s with one error', async (_, path, code, exit) => {
    await using space = await workspace({
      'empty/readme.md': '',
      'notes.txt': 'hello',
      'binary.tf': new Uint8Array([0xff, 0xfe, 0x00]),
      ...(path === 'huge.tf' && { 'huge.tf': 'a'.repeat(50_000_000) }),
    })

    const error = await failure(space.call('generator.check', { path }))

    expect(error).toMatchObject({ code, exit, at: path })
    expect(error.why ?? error.next).toMatch(/\w{3}/)
  })
})

const git = which('git')

describe.skipIf(!git)(git ? '--changed' : '--changed (skipped: git not found)', () => {
  const commit = (cwd: string, ...argv: string[]) => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false']
    const { exitCode, stderr } = spawnSync([git ?? 'git', ...identity, ...argv], { cwd })
    if (exitCode !== 0) throw new Error(stderr.toString())
  }

  test('reports changed and new files only', async () => {
    await using space = await workspace({ 'infra/old.tf': settings + open, 'infra/edited file.tf': '' })
    commit(space.path, 'init', '--quiet')
    commit(space.path, 'add', '.')
    commit(space.path, 'commit', '--quiet', '--message', 'first')
    await space.write({
      'infra/edited file.tf': open.replace('data', 'edited'),
      'infra/new.tf': open.replace('data', 'new'),
    })

    const { findings } = await space.call('generator.check', { path: 'infra', changed: true })

    expect(findings.map(({ file }) => file)).toEqual(['infra/edited file.tf', 'infra/new.tf'])
  })

  test('looks at the content of a file whose time alone differs, and leaves the index as it is', async () => {
    await using space = await workspace({ 'main.tf': settings + open, 'infra/main.tf': settings + open })
    commit(space.path, 'init', '--quiet')
    commit(space.path, 'add', '.')
    commit(space.path, 'commit', '--quiet', '--message', 'first')
    await utimes(join(space.path, 'main.tf'), 1_577_836_800, 1_577_836_800)
    const index = await space.file('.git/index').bytes()
    await symlink('infra', join(space.path, 'link'))

    const all = await space.call('generator.check', { path: '.', changed: true })
    await space.write({ 'infra/main.tf': open })
    const one = await space.call('generator.check', { path: 'link', changed: true })

    expect(all.findings).toEqual([])
    expect(one.failed).toBeGreaterThan(0)
    expect(await space.file('.git/index').bytes()).toEqual(index)
  })

  test('says that a repository has no working tree', async () => {
    await using space = await workspace({ 'main.tf': open })
    commit(space.path, 'init', '--quiet', '--bare', '.')

    const error = await failure(space.call('generator.check', { path: '.', changed: true }))

    expect(error).toMatchObject({ code: 'not-a-repository', why: 'it has no working tree' })
  })

  test('reports every file before the first commit', async () => {
    await using space = await workspace({ 'main.tf': settings + open })
    commit(space.path, 'init', '--quiet')

    expect(await space.call('generator.check', { path: '.', changed: true })).toMatchObject({ failed: 1 })
  })

  test('runs nothing that the repository configures', async () => {
    await using space = await workspace({ 'main.tf': settings + open })
    commit(space.path, 'init', '--quiet')
    commit(space.path, 'config', 'core.fsmonitor', `touch ${join(space.path, 'ran')}`)

    await space.call('generator.check', { path: '.', changed: true })

    expect(await space.file('ran').exists()).toBe(false)
  })

  test('runs no filter of the repository, and fetches nothing that it lacks', async () => {
    await using space = await workspace({ 'main.tf': settings + open, '.gitattributes': '* filter=a=b' })
    commit(space.path, 'init', '--quiet')
    commit(space.path, 'add', '.')
    commit(space.path, 'commit', '--quiet', '--message', 'first')
    const ran = `touch ${join(space.path, 'ran')}; cat`
    commit(space.path, 'config', 'filter.a=b.clean', ran)
    // Of a file as old as the index git looks at the content.
    await utimes(join(space.path, '.git/index'), 1_577_836_800, 1_577_836_800)
    await space.call('generator.check', { path: '.', changed: true })

    const { stdout } = spawnSync([git ?? 'git', 'rev-parse', 'HEAD^{tree}'], { cwd: space.path })
    const tree = stdout.toString().trim()
    await rm(join(space.path, '.git/objects', tree.slice(0, 2), tree.slice(2)))
    for (const [key, value] of [
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.url', '/nowhere'],
      ['remote.origin.uploadPack', ran],
    ] as const)
      commit(space.path, 'config', key, value)
    const error = await failure(space.call('generator.check', { path: '.', changed: true }))

    expect(error).toMatchObject({ code: 'program-failed', exit: 1 })
    expect(await space.file('ran').exists()).toBe(false)
  })

  test('heeds what the caller sets for git in the environment, beside what leaves filters out', async () => {
    const asked = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.fileMode', GIT_CONFIG_VALUE_0: 'false' }
    await using space = await workspace({ 'main.tf': settings + open, '.gitattributes': '* filter=a' }, { env: asked })
    commit(space.path, 'init', '--quiet')
    commit(space.path, 'add', '.')
    commit(space.path, 'commit', '--quiet', '--message', 'first')
    await chmod(join(space.path, 'main.tf'), 0o755)
    await utimes(join(space.path, 'main.tf'), 1_577_836_800, 1_577_836_800)
    const findings = async () => (await space.call('generator.check', { path: '.', changed: true })).findings
    expect(await findings()).toEqual([])
    commit(space.path, 'config', 'filter.a.clean', `touch ${join(space.path, 'ran')}; cat`)
    await utimes(join(space.path, '.git/index'), 1_577_836_800, 1_577_836_800)
    await findings()
    expect(await space.file('ran').exists()).toBe(false)
  })

  test('says that there is no repository', async () => {
    await using space = await workspace({ 'main.tf': open })

    const error = await failure(space.call('generator.check', { path: '.', changed: true }))

    expect(error).toMatchObject({ code: 'not-a-repository', exit: 2 })
  })
})
