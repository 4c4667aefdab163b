import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'

const key = `AKIA${'QWERTYUIOPASDFGH'}`
const stored = 'correct-horse-battery'

test('a model is sent neither what looks like a secret nor a credential that is known, and the caller is told', async () => {
  await using server = await modelServer()
  server.script({ text: 'Rotate it.' })
  await using ws = await workspace({ 'dump.txt': `user=${stored}\n` }, { env: server.env })
  await ws.call('state.credentials-set', { provider: 'db', value: stored })
  const host = await ws.host()
  await host.ports
    .credentials(host.principal.tenant)
    .get('db')
    .then((value) => host.ports.redactor.add(value ?? ''))

  const answer = await ws.call('llm.chat', { prompt: `Is ${key} a key?`, context: ['dump.txt'] })

  const sent = JSON.stringify((await server.chat(0)).body)
  expect(sent).toContain('Is ‹redacted› a key?')
  expect(sent).not.toContain(key)
  expect(sent).not.toContain(stored)
  expect(answer.warnings[0]).toBe('2 places that looked like secrets were masked before sending')
})

test('what was masked before does not hide a secret beside it', async () => {
  await using server = await modelServer()
  server.script({ text: 'It is wrong.' })
  await using ws = await workspace({}, { env: server.env })
  const answer = await ws.call('llm.chat', { prompt: 'Is password=‹redacted›hunter2hunter2 right?' })
  expect(JSON.stringify((await server.chat(0)).body)).not.toContain('hunter2')
  expect(answer.warnings[0]).toBe('what looked like a secret was masked before sending')
})

test('images and ordinary text are sent as they are', async () => {
  await using server = await modelServer()
  server.script({ text: 'Fine.' })
  await using ws = await workspace({}, { env: server.env })
  const text = 'The token count of `const key = keys[0]` is "7" — isn’t it?'
  const answer = await ws.call('llm.chat', { prompt: text })
  expect(JSON.stringify((await server.chat(0)).body)).toContain(JSON.stringify(text).slice(1, -1))
  expect(answer.warnings).toEqual([])
})
