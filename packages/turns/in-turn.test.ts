import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTurn } from './in-turn.ts'

const place = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nimbus-turns-'))
  return { lock: join(folder, 'some/lock'), [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

test('one begins when the other has ended, however that ended', async () => {
  await using at = await place()
  const { signal } = new AbortController()
  const order: string[] = []
  const waited = Promise.withResolvers<void>()
  const others: Promise<unknown>[] = []
  const first = inTurn({ lock: at.lock, signal, waiting: () => order.push('never') }, async () => {
    others.push(inTurn({ lock: at.lock, signal, waiting: waited.resolve }, async () => order.push('second')))
    await waited.promise
    order.push('first')
    throw new Error('broken')
  })
  expect(await first.catch(String)).toBe('Error: broken')
  await Promise.all(others)
  expect(order).toEqual(['first', 'second'])
})

test('who is cancelled waits no longer', async () => {
  await using at = await place()
  const { signal } = new AbortController()
  const abort = new AbortController()
  await inTurn({ lock: at.lock, signal, waiting: () => undefined }, async () => {
    const second = inTurn({ lock: at.lock, signal: abort.signal, waiting: () => abort.abort() }, async () => 'never')
    expect(await second.catch(String)).toContain('aborted')
  })
})
