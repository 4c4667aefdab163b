import { expect, test } from 'bun:test'
import { getEventListeners } from 'node:events'
import { tailTask } from './tail-task.ts'

type Ctx = Parameters<typeof tailTask>[2]

/** A context with one task, which is at work for so many looks. */
const atWork = (looks: number, signal: AbortSignal): Ctx => {
  let left = looks
  const tasks = {
    find: async () => [{ status: left-- > 0 ? 'running' : 'done' }],
    events: async () => [],
  }
  return { records: { tasks }, principal: { tenant: 'local' }, signal } as never
}

const follow = async (ctx: Ctx) => {
  const seen = []
  for await (const event of tailTask('t_a', { after: 0, follow: true, most: 10 }, ctx)) seen.push(event)
  return seen
}

test('who follows a task leaves nobody behind at the signal, and follows no longer once it has fired', async () => {
  const caller = new AbortController()
  expect(await follow(atWork(2, caller.signal))).toEqual([])
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0)
  const left = follow(atWork(Number.POSITIVE_INFINITY, caller.signal))
  caller.abort()
  expect(await left).toEqual([])
})
