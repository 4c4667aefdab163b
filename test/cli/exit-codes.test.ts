import { expect, test } from 'bun:test'
import { product, workspace } from '@nimbus/testkit'

type Envelope = { ok: boolean; run: string; outcome: string; error?: { code: string; exit: number; plan?: string } }

const badTerraform = { 'main.tf': 'resource "aws_s3_bucket" "a" {\n  acl = "public-read"\n}\n' }

test.each([
  ['0: done', ['fs', 'list'], {}, 0, 'done'],
  ['1: it was tried and failed', ['undo', 'last-read'], {}, 1, 'failed'],
  ['2: the input is wrong', ['fs', 'list', '--entries', '-5'], {}, 2, 'invalid'],
  ['2: a flag is wrong', ['fs', 'list', '--nonsense'], {}, 2, 'invalid'],
  ['2: there is no such command', ['fs', 'lisst'], {}, 2, 'invalid'],
  ['3: somebody has to approve', ['fs', 'write', 'main.tf', 'x'], {}, 3, 'approval'],
  ['4: policy forbids it', ['fs', 'write', 'new.tf', 'x'], { NIMBUS_AUTONOMY: 'observe' }, 4, 'denied'],
  ['5: something is not there', ['fs', 'read', 'nowhere.txt'], {}, 5, 'missing'],
  ['5: the workspace is not there', ['fs', 'list'], { NIMBUS_WORKSPACE: 'nowhere' }, 5, 'missing'],
  ['6: the answer is no', ['check', '.'], {}, 6, 'negative'],
] as const)('exit %s', async (_title, argv, env, exit, outcome) => {
  await using place = await workspace(badTerraform)
  const words: string[] = [...argv]
  if (words[1] === 'last-read') {
    const read = await place.cli(['fs', 'list', '--json'])
    words[1] = (JSON.parse(read.stdout) as Envelope).run
  }
  const result = await place.cli([...words, '--json'], { env })
  const envelope = JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '') as Envelope
  expect({ exit: result.exit, outcome: envelope.outcome }).toEqual({ exit, outcome })
  expect(envelope.ok).toBe(exit === 0 || exit === 6)
  if (!envelope.ok) expect(envelope.error?.exit).toBe(exit)
  expect(result.stderr).toBe('')

  const plain = await place.cli(words, { env })
  expect(plain.exit).toBe(exit)
  if (!envelope.ok) expect(plain.stderr).toMatch(/^✗ .+\n(  (at|why|next) .+\n( {7}.*\n)*)*$/)
})

test('what is done is one envelope on standard output with --json, and nothing else', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { stdout, stderr, exit } = await place.cli(['fs', 'read', 'a.txt', '--json'])
  expect({ lines: stdout.trim().split('\n').length, stderr, exit }).toEqual({ lines: 1, stderr: '', exit: 0 })
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: 'done', data: { text: 'one' } })
})

test('--dry-run shows what would happen and what policy says, and does nothing', async () => {
  await using place = await workspace({ 'a.txt': 'one\n' })
  const { stdout, stderr, exit } = await place.cli(['fs', 'write', 'a.txt', 'two\n', '--dry-run'])
  expect(exit).toBe(0)
  expect(stdout).toContain('~ update workspace:a.txt')
  expect(stdout).toContain('-one')
  expect(stdout).toContain('+two')
  expect(stderr).toContain('would ask')
  expect(await place.file('a.txt').text()).toBe('one\n')
})

test('--yes covers an update and never a deletion, which --confirm names', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  expect((await place.cli(['fs', 'write', 'a.txt', 'two', '--yes'])).exit).toBe(0)
  const refused = await place.cli(['fs', 'remove', 'a.txt', '--yes'])
  expect(refused.exit).toBe(3)
  expect(refused.stderr).toContain('--confirm a.txt')
  expect(await place.file('a.txt').text()).toBe('two')
  expect((await place.cli(['fs', 'remove', 'a.txt', '--yes=false', '--confirm', 'a.txt'])).exit).toBe(0)
  expect(await place.file('a.txt').exists()).toBe(false)
})

test('--yes=false is no yes', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  expect((await place.cli(['fs', 'write', 'a.txt', 'two', '--yes=false'])).exit).toBe(3)
})

test('--quiet leaves the result alone on both streams', async () => {
  await using place = await workspace()
  const { stdout, stderr } = await place.cli(['fs', 'write', 'a.txt', 'x', '--quiet'])
  expect(stderr).toBe('')
  expect(stdout.trim()).not.toBe('')
  expect((await place.cli(['fs', 'write', 'b.txt', 'x'])).stderr).toContain('undo with: nimbus undo r_')
})

test('values are read from files and from standard input', async () => {
  await using place = await workspace({ 'from.txt': '@@ as it is\n' })
  await place.cli(['fs', 'write', 'a.txt', '--content', '@from.txt'])
  await place.cli(['fs', 'write', 'b.txt', '--content', '-'], { stdin: 'typed\n' })
  await place.cli(['fs', 'write', 'c.txt', '--content', '@@literal'])
  await place.cli(['fs', 'write', '--input', '-'], { stdin: '{"file":"d.txt","content":"whole"}' })
  const texts = await Promise.all(['a', 'b', 'c', 'd'].map((name) => place.file(`${name}.txt`).text()))
  expect(texts).toEqual(['@@ as it is\n', 'typed\n', '@literal', 'whole'])
})

test.each([
  ['@nowhere.txt', 'nowhere.txt cannot be read'],
  ['@.', '. cannot be read'],
  ['@binary', 'binary cannot be read as text'],
] as const)('%s is no text, which is said', async (value, message) => {
  await using place = await workspace({ binary: new Uint8Array([0xff, 0xfe, 0x00]) })
  const { exit, stderr } = await place.cli(['fs', 'write', 'a.txt', '--content', value])
  expect({ exit, message: stderr.split('\n')[0] }).toEqual({ exit: 2, message: `✗ ${message}` })
})

test('a flag may stand before the command', async () => {
  await using place = await workspace({ 'sub/a.txt': 'x' })
  const { stdout, exit } = await place.cli(['--json', '--directory', 'sub', 'fs', 'read', 'sub/a.txt'])
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ data: { file: 'a.txt' } })
})

test('there is no colour where there is no terminal, and NO_COLOR is heard everywhere', async () => {
  await using place = await workspace()
  for (const argv of [['--help'], ['fs', 'list', '--help'], ['doctor', '--offline'], ['fs', 'raed']])
    for (const env of [undefined, { NO_COLOR: '1' }]) {
      const { stdout, stderr } = await place.cli(argv, env ? { env } : {})
      expect(stdout + stderr).not.toContain('\u001b')
    }
})

test('a reader that goes away is no failure', async () => {
  await using place = await workspace({ 'long.txt': 'line\n'.repeat(200_000) })
  const shell = Bun.spawn(
    ['bash', '-c', `set -o pipefail; "$@" | head -n 1`, 'x', ...product().command, 'fs', 'read', 'long.txt'],
    {
      cwd: place.path,
      env: place.env,
      stdout: 'pipe',
      stderr: 'pipe',
    },
  )
  const [stdout, stderr, exit] = await Promise.all([shell.stdout.text(), shell.stderr.text(), shell.exited])
  expect({ stderr, exit, lines: stdout.split('\n').length }).toEqual({ stderr: '', exit: 0, lines: 2 })
})
