import { expect, test } from 'bun:test'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'

const words = async (place: TestWorkspace, ...typed: string[]): Promise<string[]> => {
  const { stdout } = await place.cli(['completion', 'words', '--', ...typed])
  return stdout.split('\n').filter(Boolean)
}

test('words of commands are completed one after the other', async () => {
  await using place = await workspace()
  expect(await words(place, 'doc')).toEqual(['doctor'])
  expect(await words(place, '')).toContain('fs')
  expect(await words(place, 'fs', 're')).toEqual(['read', 'remove', 'restore'])
  expect(await words(place, 'nowhere', '')).toEqual([])
})

test('flags and their values are completed, and --help is a word like any other', async () => {
  await using place = await workspace()
  expect(await words(place, 'fs', 'write', '--con')).toEqual(['--confirm', '--content'])
  expect(await words(place, 'check', '--format', '')).toEqual(['json', 'markdown', 'sarif', 'table'])
  expect(await words(place, 'fs', 'read', '--help')).toEqual(['--help'])
  expect(await words(place, 'check', '--no-ch')).toEqual(['--no-changed'])
})

test('commands that start a surface are completed with their own flags, and help with what it can be asked of', async () => {
  await using place = await workspace()
  expect(await words(place, 'serve', '--s')).toEqual(['--split', '--stream-port'])
  expect(await words(place, 'mcp', '--')).toEqual(['--allow', '--directory', '--help'])
  expect(await words(place, 'completion', '')).toEqual(['bash', 'fish', 'zsh'])
  expect(await words(place, 'help', 'doc')).toEqual(['doctor'])
  expect(await words(place, 'he')).toEqual(['help'])
})

/** A workspace whose shells find `nimbus` on their PATH, and nothing of the user's own. */
const placeForShells = async () => {
  const place = await workspace({
    'notes.txt': '',
    'bin/nimbus': `#!/bin/sh\nexec ${product().command.join(' ')} "$@"\n`,
  })
  chmodSync(join(place.path, 'bin/nimbus'), 0o755)
  const env = { ...place.env, HOME: place.path, PATH: `${join(place.path, 'bin')}:${place.env.PATH}`, TERM: 'dumb' }
  return { place, cwd: place.path, env }
}

test('bash completes with the script', async () => {
  const { place, cwd, env } = await placeForShells()
  await using _ = place
  const script = `
    source <(nimbus completion bash)
    try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _nimbus; echo "\${COMPREPLY[*]}"; }
    complete -p nimbus
    try nimbus doc
    try nimbus fs re
    try nimbus check --format sa`
  const shell = Bun.spawn(['bash', '-c', script], { cwd, env, stdout: 'pipe', stderr: 'pipe' })
  const lines = (await shell.stdout.text()).split('\n')
  expect(lines.slice(0, 4)).toEqual(['complete -F _nimbus nimbus', 'doctor', 'read remove restore', 'sarif'])
})

const without = (shell: string) => (Bun.which(shell) ? '' : ` (skipped: ${shell} is not installed)`)

test.skipIf(!Bun.which('fish'))(`fish completes with the script${without('fish')}`, async () => {
  const { place, cwd, env } = await placeForShells()
  await using _ = place
  const lines = ['nimbus doc', 'nimbus fs re', 'nimbus check --format sa', 'nimbus fs read no']
  const script = `nimbus completion fish | source\n${lines.map((line) => `string join ' ' (complete -C '${line}')`).join('\n')}`
  const shell = Bun.spawn(['fish', '--no-config', '-c', script], { cwd, env, stdout: 'pipe', stderr: 'pipe' })
  expect((await shell.stdout.text()).trimEnd().split('\n')).toEqual([
    'doctor',
    'read remove restore',
    'sarif',
    'notes.txt',
  ])
})

/** Types a line and a tab at an interactive zsh, and gives the screen once it shows what is expected. */
const tabbed = async (cwd: string, env: Record<string, string>, typed: string, expected: string): Promise<string> => {
  let screen = ''
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>()
  const { promise: shown, resolve: isShown } = Promise.withResolvers<void>()
  const decoder = new TextDecoder()
  const shell = Bun.spawn(['zsh', '-f', '-i'], {
    cwd,
    env,
    terminal: {
      cols: 200,
      rows: 30,
      data(_terminal, bytes) {
        screen += Bun.stripANSI(decoder.decode(bytes, { stream: true })).replaceAll('\r', '')
        // Typed, the word stands in quotes; printed, it does not.
        if (screen.includes('set-up')) isReady()
        if (screen.includes(expected)) isShown()
      },
    },
  })
  const ended = shell.exited.then(() => {})
  shell.terminal?.write("autoload -Uz compinit; compinit -u -D; source <(nimbus completion zsh); echo set'-'up\r")
  await Promise.race([ready, ended])
  shell.terminal?.write(`${typed}\t`)
  await Promise.race([shown, ended])
  shell.kill('SIGKILL')
  await ended
  shell.terminal?.close()
  return screen
}

test.skipIf(!Bun.which('zsh')).each([
  ['nimbus doc', 'nimbus doctor'],
  ['nimbus check --format sa', 'nimbus check --format sarif'],
  ['nimbus fs read no', 'nimbus fs read notes.txt'],
])(`zsh makes %p %p${without('zsh')}`, async (typed, expected) => {
  const { place, cwd, env } = await placeForShells()
  await using _ = place
  expect(await tabbed(cwd, env, typed, expected)).toContain(expected)
})

test('a shell without a script is an error that names those with one', async () => {
  await using place = await workspace()
  for (const typed of [['tcsh'], []]) {
    const { exit, stderr } = await place.cli(['completion', ...typed])
    expect(exit).toBe(2)
    expect(stderr).toContain('bash, zsh, fish')
    expect(stderr).not.toContain('no shell')
  }
})
