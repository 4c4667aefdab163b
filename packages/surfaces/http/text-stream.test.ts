import { expect, test } from 'bun:test'
import { openTextStream } from './text-stream.ts'

const opened = (backlog: number) => {
  let leavings = 0
  const stream = openTextStream({
    contentType: 'text/plain',
    beat: '.',
    heartbeatMs: 60_000,
    backlog: { most: backlog, patienceMs: 0 },
    left: () => {
      leavings += 1
    },
  })
  return { stream, leavings: () => leavings }
}

test('takes a single text of any length', async () => {
  const { stream, leavings } = opened(10)
  stream.write('x'.repeat(1000))
  stream.close()
  expect((await stream.response.text()).length).toBe(1000)
  expect(leavings()).toBe(0)
})

test('leaves a reader that is too slow, once, and lets whoever waits for it go on', async () => {
  const { stream, leavings } = opened(10)
  stream.write('x'.repeat(1000))
  const room = stream.room()
  stream.write('y')
  expect(leavings()).toBe(0)
  stream.write('z')
  await room
  stream.write('nothing more')
  expect(leavings()).toBe(1)
  expect(await stream.response.text().catch(String)).toContain('the reader is too slow')
})
