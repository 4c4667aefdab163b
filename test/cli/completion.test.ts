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

test('bash completes with the script', async () => {
  await using place = await workspace({ 'notes.txt': '' })
  await place.write({ 'bin/nimbus': `#!/bin/sh\nexec ${product().command.join(' ')} "$@"\n` })
  chmodSync(join(place.path, 'bin/nimbus'), 0o755)
  const script = `
    source <(nimbus completion bash)
    try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _nimbus; echo "\${COMPREPLY[*]}"; }
    complete -p nimbus
    try nimbus doc
    try nimbus fs re
    try nimbus check --format sa`
  const shell = Bun.spawn(['bash', '-c', script], {
    cwd: place.path,
    env: { ...place.env, PATH: `${join(place.path, 'bin')}:${place.env.PATH}` },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const lines = (await shell.stdout.text()).split('\n')
  expect(lines[0]).toBe('complete -F _nimbus nimbus')
  expect(lines.slice(1, 4)).toEqual(['doctor', 'read remove restore', 'sarif'].map((each) => each.replaceAll(' ', ' ')))
})

test.each(['zsh', 'fish'])('%s has a script', async (shell) => {
  await using place = await workspace()
  const { stdout, exit } = await place.cli(['completion', shell])
  expect(exit).toBe(0)
  expect(stdout).toContain('nimbus completion words --')
  const interpreter = Bun.which(shell)
  // Where the shell is installed it must at least understand its script.
  if (interpreter)
    expect(Bun.spawnSync([interpreter, '-n'], { stdin: new TextEncoder().encode(stdout) }).exitCode).toBe(0)
})

test('a shell without a script is an error that names those with one', async () => {
  await using place = await workspace()
  const { exit, stderr } = await place.cli(['completion', 'tcsh'])
  expect(exit).toBe(2)
  expect(stderr).toContain('bash, zsh, fish')
})
