import { expect, test } from 'bun:test'
import { keys } from '@nimbus/testkit/at-terminal'
import { modelServer } from '@nimbus/testkit/model-server'
import { chat, place, say, shown } from './at-chat.ts'

test('/resume lists the conversations, one is chosen by its number, and it goes on with what was said in it', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  server.script({ text: 'Noted: blue.' }, { text: 'Something else.' }, { text: 'Blue.' })
  await using terminal = await chat(ws)
  say(terminal, '/resume')
  await terminal.until('there is no conversation yet')
  say(terminal, 'My colour is blue')
  await terminal.until('Noted: blue.')
  await terminal.until('· c_')
  say(terminal, '/clear')
  await terminal.until((screen) => !screen.visible().join('\n').includes('Noted: blue.'))
  say(terminal, 'Another matter')
  await terminal.until('Something else.')
  await terminal.until('· c_')

  terminal.type(`/res${keys.tab}${keys.enter}`)
  await terminal.until('Go on with which one? [1-2, Enter for none]')
  expect(shown(terminal)).toMatch(
    /1 {2}c_[a-z2-7]{6} .* {3}1 turn {3}Another matter\n.*2 {2}c_[a-z2-7]{6} .* {3}1 turn {3}My colour is blue/,
  )
  say(terminal, '2')
  await terminal.until((screen) => /Noted: blue\.\n+›/.test(screen.visible().join('\n')))
  say(terminal, 'Which colour?')
  await terminal.until((screen) => screen.visible().includes('Blue.'))
  const { body } = await server.chat(2)
  expect(JSON.stringify(body)).toContain('My colour is blue')
  expect(JSON.stringify(body)).not.toContain('Another matter')
  const { conversations } = await ws.call('engine.chat-list', {})
  expect(conversations.map(({ title, turns }) => `${title} ${turns}`)).toEqual([
    'My colour is blue 2',
    'Another matter 1',
  ])
})

test('nothing chosen, by Enter or Esc, or by a number that is not there, leaves the conversation as it is', async () => {
  await using server = await modelServer()
  await using ws = await place(server)
  server.script({ text: 'Noted.' }, { text: 'Still here.' })
  await using terminal = await chat(ws)
  say(terminal, 'Remember me')
  await terminal.until('· c_')
  for (const [answer, told] of [
    [keys.enter, /you stay in this one/],
    [`9${keys.enter}`, /there is no 9 in the list/],
    [keys.escape, /you stay in this one[^]+you stay in this one/],
  ] as const) {
    say(terminal, '/resume')
    await terminal.until((screen) => screen.visible().some((line) => line.startsWith('Go on with which one?')))
    terminal.type(answer)
    await terminal.until((screen) => told.test(screen.all().join('\n')))
  }
  say(terminal, '/resume c_zzzz')
  await terminal.until('no conversation')
  say(terminal, 'Are you there?')
  await terminal.until('Still here.')
  expect(JSON.stringify((await server.chat(1)).body)).toContain('Remember me')
  say(terminal, '/history remember')
  await terminal.until((screen) => screen.visible().some((line) => /^c_[a-z2-7]{20}/.test(line)))
})
