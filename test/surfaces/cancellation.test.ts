import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { spawnServer } from '../equality/spawn-server.ts'
import { processes } from './process-tree.ts'

const token = 'token-of-the-cancellation-test'

/** Processes of a program, wherever it lies, with these arguments. */
const running = async (line: string) => (await processes()).filter(({ command }) => command.endsWith(line))

const until = async (holds: () => Promise<boolean>, limitMs: number): Promise<number> => {
  const started = performance.now()
  while (!(await holds())) {
    if (performance.now() - started > limitMs) return Number.POSITIVE_INFINITY
    await Bun.sleep(20)
  }
  return performance.now() - started
}

const ask = (
  url: string,
  path: string,
  body: unknown,
  init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
) =>
  fetch(new URL(path, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
    body: JSON.stringify(body),
    ...(init.signal ? { signal: init.signal } : {}),
  })

test('a caller that goes away leaves no process of a long program after two seconds', async () => {
  await using place = await workspace({}, { env: { NIMBUS_TOKEN: token } })
  const server = await spawnServer({ workspace: place.path }, place.env)
  const seconds = 70_000 + (process.pid % 10_000)
  const program = `sleep ${seconds}`
  const leave = new AbortController()
  const answer = ask(server.url, '/api/steps/program', { seconds }, { signal: leave.signal }).then(
    () => 'answered',
    () => 'left',
  )
  expect(await until(async () => (await running(program)).length > 0, 10_000)).toBeLessThan(10_000)
  leave.abort()
  expect(await answer).toBe('left')
  expect(await until(async () => (await running(program)).length === 0, 5_000)).toBeLessThan(2_000)
  await server.stop()
}, 30_000)

test('a call that is cancelled across two processes leaves none either', async () => {
  await using place = await workspace({}, { env: { NIMBUS_TOKEN: token } })
  const back = await spawnServer({ workspace: place.path, services: ['steps'] }, place.env)
  const peers = [{ url: back.url, services: ['steps'] }]
  const front = await spawnServer({ workspace: place.path, peers }, place.env)
  const seconds = 80_000 + (process.pid % 10_000)
  const program = `sleep ${seconds}`
  const started = await ask(front.url, '/api/steps/program', { seconds }, { headers: { prefer: 'respond-async' } })
  const { cancel } = (await started.json()) as { cancel: string }
  expect(await until(async () => (await running(program)).length > 0, 10_000)).toBeLessThan(10_000)
  expect((await ask(front.url, cancel, {})).status).toBe(202)
  expect(await until(async () => (await running(program)).length === 0, 5_000)).toBeLessThan(2_000)
  await front.stop()
  await back.stop()
}, 30_000)
