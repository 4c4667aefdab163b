import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { nimbusServer } from './nimbus-server.ts'
import { token } from './surface-callers.ts'

test('a run that the command line made can be followed over HTTP, and only with the token', async () => {
  await using place = await workspace({}, { env: { NIMBUS_TOKEN: token } })
  const { stdout } = await place.cli(['fs', 'write', 'a.txt', '--content', 'x', '--json'])
  const { run } = JSON.parse(stdout) as { run: string }
  await using server = await nimbusServer(place)
  const url = new URL(`/api/runs/${run}/events`, server.url)

  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/x-ndjson' },
  })
  const types = (await response.text())
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type)
  expect(types).toContain('started')
  expect(types.at(-1)).toBe('ended')
  expect((await fetch(url)).status).toBe(401)

  const shortened = new URL(`/api/runs/${run.slice(0, 10)}/events`, server.url)
  expect((await fetch(shortened, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
})
