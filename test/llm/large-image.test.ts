import { expect, test } from 'bun:test'
import { gateway } from './gateway.ts'

const headers = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
const image = (bytes: number) => ({
  type: 'image',
  mediaType: 'image/png',
  data: Buffer.alloc(bytes).toString('base64'),
})
const bodyWith = (bytes: number) =>
  JSON.stringify({ model: 'openai/gpt-4o', messages: [{ role: 'user', content: [image(bytes)] }] })

test('an image of several megabytes reaches the model over HTTP, and one beyond the limit is one error', async () => {
  await using place = await gateway()
  const post = (bytes: number) =>
    fetch(`${place.url}/api/llm/chat`, { method: 'POST', headers: headers(place.token), body: bodyWith(bytes) })
  expect((await post(3_000_000)).status).toBe(200)
  expect(JSON.stringify(place.models.chats()[0]?.body).length).toBeGreaterThan(4_000_000)
  const refused = await post(30_000_000)
  expect(refused.status).toBe(413)
  expect(await refused.json()).toMatchObject({ error: { code: 'body-too-large' } })
  expect(place.models.chats()).toHaveLength(1)
})

test('elsewhere a body stays small', async () => {
  await using place = await gateway()
  const body = JSON.stringify({ task: 'x'.repeat(2_000_000) })
  const { status } = await fetch(`${place.url}/api/llm/route-explain`, {
    method: 'POST',
    headers: headers(place.token),
    body,
  })
  expect(status).toBe(413)
})
