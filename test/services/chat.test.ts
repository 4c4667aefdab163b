import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { afterEffect, behindTheBack } from './sabotage.ts'

/** A conversation of two turns. */
const talked = async () => {
  const ws = await workspace({ 'README.md': 'Hello\n' })
  await ws.call('engine.chat', { message: 'show me README.md' })
  const { conversation = '' } = await ws.call('engine.chat', { message: 'show me README.md', conversation: 'last' })
  return { ws, conversation, consent: { yes: true, confirm: [conversation] } }
}

const setBody = (collection: string, body: string, where = '') =>
  `UPDATE documents SET body = ${body} WHERE collection = '${collection}' ${where}`

const notSo = (code: string) => ({ ok: true, outcome: 'negative', findings: [{ status: 'fail', code }] })

test('verify says so when turns that were deleted are still there', async () => {
  const { ws: place, conversation, consent } = await talked()
  await using ws = place
  const second =
    "(SELECT json_set(body, '$.n', 2) FROM documents WHERE collection = 'conversation-turns' AND body IS NOT NULL)"
  const onEvent = afterEffect(() => behindTheBack(ws, setBody('conversation-turns', second, 'AND body IS NULL')))
  const input = { conversation, from: 2 }
  expect(await ws.invoke('engine.chat-delete', input, { consent, onEvent })).toMatchObject(
    notSo('conversation-deleted'),
  )
})

test('verify says so when the conversation of deleted turns still lists them', async () => {
  const { ws: place, conversation, consent } = await talked()
  await using ws = place
  const onEvent = afterEffect(() => behindTheBack(ws, setBody('conversations', "json_set(body, '$.turns', 2)")))
  const input = { conversation, from: 2 }
  expect(await ws.invoke('engine.chat-delete', input, { consent, onEvent })).toMatchObject(
    notSo('conversation-deleted'),
  )
})

test('verify says so when a turn that was put back is missing, or its conversation is', async () => {
  const { ws: place, conversation, consent } = await talked()
  await using ws = place
  for (const lost of [
    setBody('conversation-turns', 'NULL', "AND id LIKE '%000001'"),
    setBody('conversations', 'NULL'),
  ]) {
    const { run } = await ws.invoke('engine.chat-delete', { conversation }, { consent })
    const onEvent = afterEffect(() => behindTheBack(ws, lost))
    const restored = await ws.invoke('engine.chat-restore', { conversation, run }, { onEvent })
    expect(restored).toMatchObject(notSo('conversation-restored'))
    // What is left goes, so that all can be put back.
    behindTheBack(ws, "UPDATE documents SET body = NULL WHERE collection LIKE 'conversation%'")
    expect(await ws.invoke('engine.chat-restore', { conversation, run })).toMatchObject({ outcome: 'done' })
  }
})

test('verify says so when a turn is not kept as it ended', async () => {
  const { ws: place } = await talked()
  await using ws = place
  // A turn is written as it begins and as it ends, and nothing is told between that and verify.
  behindTheBack(
    ws,
    `CREATE TRIGGER sabotage AFTER UPDATE ON documents WHEN NEW.collection = 'conversation-turns'
       AND json_extract(NEW.body, '$.ended') <> 'open'
     BEGIN UPDATE documents SET body = json_set(NEW.body, '$.ended', 'open') WHERE collection = NEW.collection AND id = NEW.id; END`,
  )
  expect(await ws.invoke('engine.chat', { message: 'show me README.md' })).toMatchObject(notSo('turn-kept'))
})
