import { expect, test } from 'bun:test'
import { getEventListeners } from 'node:events'
import { sleep } from './sleep.ts'

const long = 60_000

test('a wait ends with the signal, and is none where that has fired before', async () => {
  const stop = new AbortController()
  const waiting = sleep(long, stop.signal)
  stop.abort()
  await waiting
  await sleep(long, stop.signal)
})

test('nobody listens to the signal once a wait is over', async () => {
  const { signal } = new AbortController()
  await sleep(0, signal)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})
