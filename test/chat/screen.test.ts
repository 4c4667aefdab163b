import { expect, test } from 'bun:test'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'
import { type AtTerminal, atTerminal, keys } from '@nimbus/testkit/at-terminal'
import { gate, type ModelServer, modelServer } from '@nimbus/testkit/model-server'

const calls = (operation: string, input: unknown) => ({
  toolCalls: [{ name: 'call_operation', input: { operation, input } }],
})

const prompt = '›'

/** A chat at a terminal, ready for its first words. */
const chat = async (place: TestWorkspace, more: { argv?: readonly string[]; env?: Record<string, string> } = {}) => {
  const argv = [...product().command, 'chat', ...(more.argv ?? ['--model', 'gpt-4o'])]
  const terminal = atTerminal(argv, { cwd: place.path, env: { ...place.env, ...more.env } })
  await terminal.until(prompt)
  return terminal
}
const place = ({ env }: ModelServer, files: Readonly<Record<string, string>> = {}) => workspace(files, { env })
const shown = ({ screen }: AtTerminal) => screen.all().join('\n')
const say = (terminal: AtTerminal, text: string) => terminal.type(`${text}${keys.enter}`)

test('words typed are said, the answer is shown as Markdown, and calls as rows with their effect', async () => {
  await using server = await modelServer()
  await using ws = await place(server, { 'notes.txt': 'x' })
  server.script(calls('fs.read', { file: 'notes.txt' }), { text: '# Found\n\nIt is **one** letter:\n\n- `x`\n' })
  await using terminal = await chat(ws)
  say(terminal, 'What is in notes.txt?')
  await terminal.until('• x')
  expect(shown(terminal)).toContain('› What is in notes.txt?')
  expect(shown(terminal)).toMatch(/▸ ✓ ○ read {3}fs\.read file=notes\.txt/)
  expect(shown(terminal)).toContain('It is one letter:')
  await terminal.until('gpt-4o · professional · c_')
})

test('Ctrl-O opens the rows of calls, and closes them', async () => {
  await using server = await modelServer()
  await using ws = await place(server, { 'notes.txt': 'forty-two' })
  server.script(calls('fs.read', { file: 'notes.txt' }), { text: 'Read.' })
  await using terminal = await chat(ws)
  say(terminal, 'Look')
  await terminal.until('Read.')
  expect(shown(terminal)).not.toContain('forty-two')
  terminal.type(keys.ctrl('o'))
  await terminal.until('forty-two')
  expect(shown(terminal)).toContain('▾ ✓ ○ read')
  terminal.type(keys.ctrl('o'))
  await terminal.until((screen) => screen.visible().join('\n').includes('▸ ✓ ○ read'))
})

test('a call that needs a person is asked about in place, with its diff, and a yes lets it go', async () => {
  await using server = await modelServer()
  await using ws = await place(server, { 'notes.txt': 'mine\n' })
  server.script(calls('fs.write', { file: 'notes.txt', content: 'ours\n' }), { text: 'Changed.' })
  await using terminal = await chat(ws)
  say(terminal, 'Change it')
  await terminal.until('Go ahead? [y/N]')
  for (const line of ['~ update workspace:notes.txt', '-mine', '+ours']) expect(shown(terminal)).toContain(line)
  say(terminal, 'y')
  await terminal.until('Changed.')
  expect(await ws.file('notes.txt').text()).toBe('ours\n')
  expect(shown(terminal)).toContain('✓ ~ update fs.write')

  say(terminal, '/undo')
  await terminal.until((screen) => screen.visible().some((line) => line.startsWith('Go ahead?')))
  say(terminal, 'y')
  await terminal.until('undone')
  expect(await ws.file('notes.txt').text()).toBe('mine\n')
})

test.each([['n'], [''], ['yes please']])('%j is no yes, and nothing is done', async (answer) => {
  await using server = await modelServer()
  await using ws = await place(server, { 'notes.txt': 'mine' })
  server.script(calls('fs.write', { file: 'notes.txt', content: 'theirs' }), { text: 'Then not.' })
  await using terminal = await chat(ws)
  say(terminal, 'Change it')
  await terminal.until('Go ahead? [y/N]')
  say(terminal, answer)
  await terminal.until('Then not.')
  expect(await ws.file('notes.txt').text()).toBe('mine')
})

test('a deletion wants its name typed', async () => {
  await using server = await modelServer()
  await using ws = await place(server, { 'a.txt': 'a', 'b.txt': 'b' })
  server.script(calls('fs.remove', { file: 'a.txt' }), { text: 'Kept.' }, calls('fs.remove', { file: 'b.txt' }), {
    text: 'Gone.',
  })
  await using terminal = await chat(ws)
  say(terminal, 'Remove a')
  await terminal.until('Type a.txt to go ahead:')
  say(terminal, 'y')
  await terminal.until('Kept.')
  say(terminal, 'Remove b')
  await terminal.until('Type b.txt to go ahead:')
  say(terminal, 'b.txt')
  await terminal.until('Gone.')
  expect([await ws.file('a.txt').exists(), await ws.file('b.txt').exists()]).toEqual([true, false])
})

test('Esc interrupts the turn, the model is let go, and the conversation goes on', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  const never = gate()
  server.script({ text: ['Let me ', 'think '], fault: { after: 1, kind: 'pause', until: never } }, { text: 'Here.' })
  await using terminal = await chat(ws)
  say(terminal, 'Think')
  await terminal.until('Let me')
  terminal.type(keys.escape)
  await terminal.until('! interrupted')
  expect(await (await server.chat(0)).ended).toBe('gone')
  say(terminal, 'Again')
  await terminal.until('Here.')
})

test('several lines are written with Ctrl-J, a backslash, or pasted, and said at once', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  await using terminal = await chat(ws)
  terminal.type(`one${keys.ctrl('j')}two\\${keys.enter}`)
  terminal.type(keys.paste('three\nfour'))
  await terminal.until('  four')
  expect(server.chats()).toEqual([])
  terminal.type(keys.enter)
  const { body } = await server.chat(0)
  expect(JSON.stringify(body)).toContain('one\\ntwo\\nthree\\nfour')
})

test('keys that come at once are each heard, and what was said before is taken up again', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  server.script({ text: 'First.' }, { text: 'Second.' })
  await using terminal = await chat(ws)
  terminal.type(`helo${keys.left}l${keys.enter}`)
  await terminal.until('First.')
  expect(shown(terminal)).toContain('› hello')
  terminal.type(`draft${keys.up}`)
  await terminal.until((screen) => screen.visible().includes('› hello'))
  terminal.type(`${keys.down}${keys.ctrl('u')}${keys.up}!${keys.enter}`)
  await terminal.until('Second.')
  expect(shown(terminal)).toContain('› hello!')
})

test('commands change who answers and how, and say what it took', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  await using terminal = await chat(ws, { argv: [] })
  say(terminal, '/model gpt-4o')
  await terminal.until('model: gpt-4o')
  say(terminal, '/persona expert')
  await terminal.until('persona: expert')
  server.script({ text: 'Terse.', usage: { input: 1000, output: 100 } })
  say(terminal, 'Hello')
  await terminal.until('gpt-4o · expert · c_')
  say(terminal, '/cost')
  await terminal.until('for this conversation')
  expect(shown(terminal)).toContain('$0.0035')
  say(terminal, '/model nobody-has-this')
  await terminal.until('no model named nobody-has-this')
  say(terminal, '/help')
  await terminal.until('/apply [plan]')
  say(terminal, '/clear')
  await terminal.until((screen) => screen.visible().some((line) => line.includes('expert · new conversation')))
  say(terminal, '/nonsense')
  await terminal.until('there is no /nonsense')
})

test('a saved plan is shown, asked about and applied with /apply', async () => {
  await using ws = await workspace({ 'notes.txt': 'mine' })
  const { error } = await ws.invoke('fs.write', { file: 'notes.txt', content: 'ours' }, { consent: undefined })
  await using terminal = await chat(ws, { argv: ['--mode', 'offline'] })
  say(terminal, `/apply ${error?.plan}`)
  await terminal.until('Go ahead? [y/N]')
  expect(shown(terminal)).toContain('~ update workspace:notes.txt')
  say(terminal, 'y')
  await terminal.until('✓ achieved')
  expect(await ws.file('notes.txt').text()).toBe('ours')
})

test('Ctrl-C empties the line, then leaves cleanly; the conversation is kept and gone on with', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  server.script({ text: 'Noted.' }, { text: 'Still here.' })
  const first = await chat(ws)
  say(first, 'Remember me')
  await first.until('Noted.')
  first.type('half a li')
  await first.until('half a li')
  first.type(keys.ctrl('c'))
  await first.until((screen) => !screen.visible().some((line) => line.includes('half a li')))
  first.type(keys.ctrl('c'))
  expect(await first.exited).toBe(0)
  expect(shown(first)).toContain('go on with: nimbus chat --conversation c_')
  // The terminal is given back: cursor shown, pasting as before.
  expect(first.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(first.raw().lastIndexOf('\u001b[?25l'))
  expect(first.raw().lastIndexOf('\u001b[?2004l')).toBeGreaterThan(first.raw().lastIndexOf('\u001b[?2004h'))
  await first[Symbol.asyncDispose]()

  await using again = await chat(ws, { argv: ['--model', 'gpt-4o', '--conversation', 'last'] })
  await again.until('Noted.')
  say(again, 'Are you there?')
  await again.until('Still here.')
  expect(JSON.stringify(server.chats()[1]?.body)).toContain('Remember me')
})

test('text of a model or a file cannot steer the terminal', async () => {
  await using server = await modelServer()
  const hostile = 'a\u001b]0;owned\u0007\u001b[2J\u202eb'
  await using ws = await place(server, { 'a.txt': hostile })
  server.script(calls('fs.read', { file: 'a.txt' }), { text: `It says ${hostile}.` })
  await using terminal = await chat(ws)
  say(terminal, 'Read it')
  await terminal.until('It says')
  terminal.type(keys.ctrl('o'))
  await terminal.until('\\u{202e}')
  for (const control of ['\u001b]0;', '\u001b[2J', '\u202e']) expect(terminal.raw()).not.toContain(control)
})

test('without colour the symbols and words say all of it', async () => {
  await using server = await modelServer()
  await using ws = await place(server, { 'notes.txt': 'mine' })
  server.script(calls('fs.write', { file: 'notes.txt', content: 'theirs' }), { text: '**Done.**' })
  await using terminal = await chat(ws, { env: { NO_COLOR: '1' } })
  say(terminal, 'Change it')
  await terminal.until('Go ahead? [y/N]')
  say(terminal, 'n')
  await terminal.until('Done.')
  for (const code of ['1', '2', '3', '31', '32', '33', '36']) expect(terminal.raw()).not.toContain(`\u001b[${code}m`)
  expect(shown(terminal)).toContain('✗ ~ update fs.write')
})

test('a narrower terminal is drawn anew', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  server.script({ text: 'word '.repeat(40) })
  await using terminal = await chat(ws)
  say(terminal, 'Say much')
  await terminal.until('gpt-4o ·')
  terminal.resize(50, 20)
  terminal.type('narrow')
  await terminal.until('narrow')
  expect(terminal.screen.cursor().x).toBe('› narrow'.length)
})

test('a terminal that is told to end leaves with 143', async () => {
  await using ws = await workspace()
  await using terminal = await chat(ws, { argv: [] })
  terminal.kill('SIGTERM')
  expect(await terminal.exited).toBe(143)
})
