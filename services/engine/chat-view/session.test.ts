import { expect, test } from 'bun:test'
import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'
import type { ViewPort } from '@nimbus/view'
import { openSession } from './session.ts'

/** A session of somebody who says yes to everything. */
const session = async (place: TestWorkspace) => {
  const { catalog } = (await place.host()).ports
  const port: ViewPort = {
    kind: 'lines',
    input: { model: 'gpt-4o' },
    version: '0',
    colour: false,
    cwd: place.path,
    catalog,
    signal: new AbortController().signal,
    call: ({ operation, input }, { onEvent } = {}) =>
      place.invoke(operation as never, input as never, { ask: async () => true, ...(onEvent ? { onEvent } : {}) }),
    text: async (_call, { error }) => error?.message ?? '',
    question: () => ({ text: '', prompt: '', accepts: () => true }),
  }
  return openSession(port)
}

const writing = (content: string) => ({
  toolCalls: [{ name: 'call_operation', input: { operation: 'fs.write', input: { file: 'notes.txt', content } } }],
})

test('five edits are taken back one by one, the last first, and then nothing is left', async () => {
  await using server = await modelServer()
  await using place = await workspace({ 'notes.txt': '0' }, { env: server.env })
  const chat = await session(place)
  const { submit } = chat
  for (const n of [1, 2, 3, 4, 5]) server.script(writing(String(n)))
  server.script({ text: 'Written.' })
  expect(await submit('Write')).toBe(0)
  expect(await place.file('notes.txt').text()).toBe('5')
  for (const left of ['4', '3', '2', '1', '0']) {
    expect(await submit('/undo')).toBe(0)
    expect(await place.file('notes.txt').text()).toBe(left)
  }
  await submit('/undo')
  expect(chat.state.live.at(-1)).toMatchObject({ kind: 'note', text: expect.stringContaining('nothing is left') })
})

test('an applied plan is taken back as a whole, and then what was done before it', async () => {
  await using server = await modelServer()
  await using place = await workspace({ 'notes.txt': '0', 'a.txt': 'old', 'b.txt': 'old' }, { env: server.env })
  const steps = ['a.txt', 'b.txt'].map((file, i) => ({
    id: String(i + 1),
    operation: 'fs.write',
    input: { file, content: 'new' },
  }))
  const { id } = await place.call('nimbus.plan-save', { document: { steps } })
  const { submit } = await session(place)
  server.script(writing('1'), { text: 'Written.' })
  await submit('Write')
  expect(await submit(`/apply ${id}`)).toBe(0)
  const files = () => Promise.all(['notes.txt', 'a.txt', 'b.txt'].map((file) => place.file(file).text()))
  expect(await files()).toEqual(['1', 'new', 'new'])
  expect(await submit('/undo')).toBe(0)
  expect(await files()).toEqual(['1', 'old', 'old'])
  expect(await submit('/undo')).toBe(0)
  expect(await files()).toEqual(['0', 'old', 'old'])
})

test('what cannot be taken back is not passed over, and the one before it is named', async () => {
  await using server = await modelServer()
  await using place = await workspace({ 'notes.txt': '0' }, { env: server.env })
  const chat = await session(place)
  const { submit } = chat
  server.script(writing('1'), writing('2'), { text: 'Written.' })
  await submit('Write')
  await place.write({ 'notes.txt': 'by hand' })
  expect(await submit('/undo')).not.toBe(0)
  const said = chat.state.live.map((block) => ('text' in block ? block.text : ''))
  const [, before] = /with: \/undo (r_[a-z2-7]{20})/.exec(said.join('\n')) ?? []
  expect(before).toBe(String(chat.state.undoable.at(-2)))
  await place.write({ 'notes.txt': '1' })
  expect(await submit(`/undo ${before}`)).toBe(0)
  expect(await place.file('notes.txt').text()).toBe('0')
})

test('a long answer is drawn some times a second, not word by word', async () => {
  await using server = await modelServer()
  await using place = await workspace({}, { env: server.env })
  const chat = await session(place)
  const text = Array.from({ length: 2000 }, (_, i) => `word ${i}`).join(' ')
  server.script({ text })
  let drawn = 0
  chat.onChange(() => {
    drawn += 1
  })
  expect(await chat.submit('Talk')).toBe(0)
  expect(chat.state.live.at(-1)).toEqual({ kind: 'answer', text, open: false })
  expect(drawn).toBeLessThan(400)
})
