import { expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { atTerminal } from '@nimbus/testkit/at-terminal'
import { version } from '../../apps/nimbus/package.json'
import { plant, planted } from './hostile-folder.ts'

const launcher = join(import.meta.dir, '../../nimbus')

/** A machine with nothing but the usual shell tools, and what a test puts in its bin folder. */
const machine = (programs: Readonly<Record<string, string>> = {}) => {
  const home = mkdtempSync(join(tmpdir(), 'nimbus-launcher-'))
  const bin = join(home, 'bin')
  mkdirSync(bin)
  for (const tool of ['sh', 'dirname', 'readlink', 'mkdir', 'mktemp', 'mv', 'rm', 'cp', 'cmp', 'ln', 'cat', 'chmod']) {
    const found = Bun.which(tool)
    if (found && !programs[tool]) symlinkSync(found, join(bin, tool))
  }
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), script)
    chmodSync(join(bin, name), 0o755)
  }
  const start = (env: Record<string, string> = {}) => {
    const child = Bun.spawnSync([launcher, '--version'], { env: { PATH: bin, HOME: home, ...env } })
    return { exit: child.exitCode, stdout: child.stdout.toString(), stderr: child.stderr.toString() }
  }
  return { home, start, [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }) }
}

/** An npm whose bun package holds a placeholder where a postinstall script should have put the program. */
const npmThatRunsNoScripts = `#!/bin/sh
while [ "$1" != --prefix ]; do shift; done
mkdir -p "$2/node_modules/bun/bin" "$2/node_modules/@oven/bun-linux-x64/bin"
printf '#!/bin/sh\\nexit 1\\n' > "$2/node_modules/bun/bin/bun.exe"
chmod +x "$2/node_modules/bun/bin/bun.exe"
ln -s "${process.execPath}" "$2/node_modules/@oven/bun-linux-x64/bin/bun"
`

test('says what to install where there is neither Bun nor npm', () => {
  using place = machine()
  const { exit, stderr } = place.start()
  expect(exit).toBe(5)
  expect(stderr).toContain('Nimbus needs Bun')
  expect(stderr).toContain('https://nodejs.org')
})

test('installs Bun with npm once, past the placeholder that npm may leave', () => {
  using place = machine({ npm: npmThatRunsNoScripts })
  const first = place.start()
  expect(first).toMatchObject({ exit: 0, stdout: `${version}\n` })
  expect(first.stderr).toContain('installing Bun')
  expect(place.start()).toEqual({ exit: 0, stdout: `${version}\n`, stderr: '' })
})

test('does not install again and again where there is no cmp', () => {
  using place = machine({ cmp: '#!/bin/sh\nexit 127\n' })
  const env = { NIMBUS_BUN: process.execPath }
  place.start(env)
  expect(place.start(env)).toEqual({ exit: 0, stdout: `${version}\n`, stderr: '' })
})

test('says so when npm cannot install it, and leaves nothing half-done', () => {
  using place = machine({ npm: '#!/bin/sh\necho "npm error network" >&2\nexit 1\n' })
  const { exit, stderr } = place.start()
  expect(exit).toBe(5)
  expect(stderr).toContain('npm error network')
  expect(stderr).toContain('npm could not install Bun')
  expect([...new Bun.Glob('.cache/nimbus/*').scanSync({ cwd: place.home, onlyFiles: false, dot: true })]).toEqual([])
})

test('refuses a Bun of another version that is named on purpose', () => {
  using place = machine({ 'other-bun': '#!/bin/sh\necho 1.0.0\n' })
  const { exit, stderr } = place.start({ NIMBUS_BUN: join(place.home, 'bin/other-bun') })
  expect(exit).toBe(5)
  expect(stderr).toContain('NIMBUS_BUN is not Bun')
})

test('works through a symbolic link from anywhere', () => {
  using place = machine({ npm: npmThatRunsNoScripts })
  const link = join(place.home, 'nimbus')
  symlinkSync(launcher, link)
  const child = Bun.spawnSync([link, '--version'], {
    cwd: dirname(link),
    env: { PATH: join(place.home, 'bin'), HOME: place.home },
  })
  expect(child.stdout.toString()).toBe(`${version}\n`)
})

test('takes neither variables nor code from the folder that it runs in', async () => {
  using place = machine()
  const folder = join(place.home, 'repository')
  mkdirSync(folder)
  await plant(folder)
  const { stdout, exitCode } = Bun.spawnSync([launcher, 'config', 'get', 'autonomy', '--json'], {
    cwd: folder,
    env: { PATH: join(place.home, 'bin'), HOME: place.home, NIMBUS_BUN: process.execPath },
  })
  expect([exitCode, JSON.parse(stdout.toString()).data.value]).toEqual([0, 'operate'])
  expect(existsSync(join(folder, planted))).toBe(false)
})

test('says nothing of a package.json or tsconfig.json of the folder that it runs in, and works in that folder', () => {
  using place = machine()
  const folder = join(place.home, 'broken')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"name": "x",\n<<<<<<< HEAD\n')
  writeFileSync(join(folder, 'tsconfig.json'), '{ broken')
  const { stdout, stderr } = Bun.spawnSync([launcher, 'fs', 'list', '--json'], {
    cwd: folder,
    env: { PATH: join(place.home, 'bin'), HOME: place.home, NIMBUS_BUN: process.execPath },
  })
  expect(stderr.toString()).toBe('')
  expect(JSON.parse(stdout.toString()).data.entries).toMatchObject([
    { name: 'package.json' },
    { name: 'tsconfig.json' },
  ])
})

test('draws a chat by its own means where a project has others for its elements', async () => {
  using place = machine()
  writeFileSync(join(place.home, 'tsconfig.json'), '{ "compilerOptions": { "jsxImportSource": "preact" } }')
  await using terminal = atTerminal([launcher, 'chat'], {
    cwd: place.home,
    env: { PATH: join(place.home, 'bin'), HOME: place.home, NIMBUS_BUN: process.execPath },
  })
  await terminal.until('new conversation')
  terminal.type('/help\r')
  await terminal.until('leave; the conversation is kept')
})

test('packages are installed again when a patch is newer than they are', () => {
  using place = machine({ bun: '#!/bin/sh\necho installed\n' })
  const root = join(place.home, 'checkout')
  mkdirSync(join(root, 'patches'), { recursive: true })
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'bun.lock'), 'lock')
  writeFileSync(join(root, 'patches/some.patch'), 'patch')
  const script = `. "${join(dirname(launcher), 'scripts/bootstrap.sh')}"; nimbus_packages "${root}"`
  const install = () => {
    const env = { PATH: join(place.home, 'bin'), NIMBUS_BUN: join(place.home, 'bin/bun') }
    return Bun.spawnSync(['sh', '-c', script], { env }).stderr.toString()
  }
  expect(install()).toContain('installed')
  expect(install()).toBe('')
  const later = new Date(Date.now() + 60_000)
  utimesSync(join(root, 'patches/some.patch'), later, later)
  expect(install()).toContain('installed')
})
