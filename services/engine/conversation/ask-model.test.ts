import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { failure } from '@nimbus/testkit/failure'
import { modelServer } from '@nimbus/testkit/model-server'

test('where a price has to be justified, the word given with the message holds for the whole turn', async () => {
  await using server = await modelServer()
  await using ws = await workspace({ 'notes.txt': 'x' }, { env: server.env })
  await Bun.write(`${ws.env.NIMBUS_HOME}/llm.yaml`, 'policies: { require_justification_over_usd: 0 }\n')
  const asked = { message: 'What is in notes.txt?', model: 'gpt-4o' }
  const refused = await failure(ws.call('engine.chat', asked))
  expect(refused).toMatchObject({ code: 'needs-justification', next: expect.stringContaining('nimbus chat') })
  server.script(
    { toolCalls: [{ name: 'call_operation', input: { operation: 'fs.read', input: { file: 'notes.txt' } } }] },
    { text: 'It is x.' },
  )
  expect(await ws.call('engine.chat', { ...asked, justification: 'the release hangs on it' })).toMatchObject({
    answer: 'It is x.',
  })
})
