import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'

/**
 * Runs a command at a terminal of its own and types an answer when a question stands there.
 *
 * Gives what the screen was sent, with and without colours, and the exit code.
 */
const atTerminal = async (
  place: TestWorkspace,
  argv: readonly string[],
  {
    asked = '',
    type = '',
    env = {},
    meanwhile = () => {},
  }: { asked?: string; type?: string; env?: Record<string, string>; meanwhile?: () => void } = {},
) => {
  let raw = ''
  let typed = type === ''
  const decoder = new TextDecoder()
  const child = Bun.spawn([...product().command, ...argv], {
    cwd: place.path,
    env: { ...place.env, TERM: 'xterm-256color', ...env },
    terminal: {
      cols: 100,
      rows: 30,
      data(terminal, bytes) {
        raw += decoder.decode(bytes, { stream: true })
        if (typed || !raw.includes(asked)) return
        typed = true
        meanwhile()
        terminal.write(type)
      },
    },
  })
  const exit = await child.exited
  child.terminal?.close()
  return { exit, raw, text: Bun.stripANSI(raw).replaceAll('\r', '') }
}

const goAhead = 'Go ahead? [y/N]'

test('a value that is read from the keyboard says so, and how it ends', async () => {
  await using place = await workspace()
  const asked = 'reading what you type; Ctrl-D on a line of its own ends it'
  const { exit } = await atTerminal(place, ['fs', 'write', 'a.txt', '-'], { asked, type: 'one\r\u0004' })
  expect(exit).toBe(0)
  expect(await place.file('a.txt').text()).toBe('one\n')
})

test.each([
  ['y\r', 0, 'two', 'updated'],
  ['yes\r', 0, 'two', 'updated'],
  ['n\r', 130, 'one', 'you answered no'],
  ['\r', 130, 'one', 'you answered no'],
  ['yep\r', 130, 'one', 'you answered no'],
  ['\u0004', 130, 'one', 'you answered no'],
  ['\u0003', 130, 'one', 'it was interrupted before anybody answered'],
] as const)('an update is asked about, and %j ends with %d', async (type, exit, content, why) => {
  await using place = await workspace({ 'a.txt': 'one' })
  const result = await atTerminal(place, ['fs', 'write', 'a.txt', 'two'], { asked: goAhead, type })
  expect(result.text).toContain('~ update workspace:a.txt')
  expect(result.text).toContain('asked because of defaults: what no rule allows asks first')
  expect(result.text).toContain(why)
  expect(result.exit).toBe(exit)
  expect(await place.file('a.txt').text()).toBe(content)
})

test.each([
  ['a.txt\r', 0, false],
  ['y\r', 130, true],
  ['b.txt\r', 130, true],
  ['\u0003', 130, true],
] as const)('a deletion wants its name typed, and %j ends with %d', async (type, exit, left) => {
  await using place = await workspace({ 'a.txt': 'one' })
  const result = await atTerminal(place, ['fs', 'remove', 'a.txt'], { asked: 'Type a.txt to go ahead:', type })
  expect(result.exit).toBe(exit)
  expect(await place.file('a.txt').exists()).toBe(left)
})

test('a yes counts only for what was shown: what changed while the question stood is left alone', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const meanwhile = () => writeFileSync(join(place.path, 'a.txt'), 'edited')
  const { exit, text } = await atTerminal(place, ['fs', 'write', 'a.txt', 'two'], {
    asked: goAhead,
    type: 'y\r',
    meanwhile,
  })
  expect(text).toContain('a.txt is no longer what it was when this was approved')
  expect(exit).toBe(4)
  expect(await place.file('a.txt').text()).toBe('edited')
})

test('what needs no question asks none at a terminal either', async () => {
  await using place = await workspace()
  const { exit, text } = await atTerminal(place, ['fs', 'write', 'new.txt', 'x'])
  expect(exit).toBe(0)
  expect(text).not.toContain('[y/N]')
  expect(text).toContain('undo with: nimbus undo r_')
})

test('with --json nobody is asked: the plan is what a program needs', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { exit, text } = await atTerminal(place, ['fs', 'write', 'a.txt', 'two', '--json'])
  expect(exit).toBe(3)
  expect(JSON.parse(text)).toMatchObject({ error: { code: 'approval-needed' } })
})

test('a terminal has colour unless NO_COLOR or a dumb terminal says no', async () => {
  await using place = await workspace()
  expect((await atTerminal(place, ['--help'])).raw).toContain('\u001b[1m')
  expect((await atTerminal(place, ['--help'], { env: { NO_COLOR: '1' } })).raw).not.toContain('\u001b[')
  expect((await atTerminal(place, ['--help'], { env: { TERM: 'dumb' } })).raw).not.toContain('\u001b[')
})

test('text of a file cannot steer the terminal, and a pipe gets it as it is', async () => {
  const hostile = 'before\u001b]0;owned\u0007\u001b[2J\u009b31m after \u202eevil\n'
  await using place = await workspace({ 'a.txt': hostile })
  const { raw } = await atTerminal(place, ['fs', 'read', 'a.txt'])
  for (const control of ['\u001b]0;', '\u001b[2J', '\u009b', '\u202e']) expect(raw).not.toContain(control)
  expect(raw).toContain('\\u{1b}]0;owned')
  expect((await place.cli(['fs', 'read', 'a.txt'])).stdout).toContain(hostile.trimEnd())
})

test('a name with a line break stays one line of the question', async () => {
  await using place = await workspace({ 'a\n✓ safe.txt': 'one' })
  const result = await atTerminal(place, ['fs', 'write', 'a\n✓ safe.txt', 'two'], { asked: goAhead, type: 'n\r' })
  expect(result.text).toContain('workspace:a⏎✓ safe.txt')
  expect(result.text.split('\n').some((line) => line.startsWith('✓'))).toBe(false)
})
