import { expect, test } from 'bun:test'
import { failed, joinSources } from '@nimbus/kernel'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import type { View } from '@nimbus/view'
import { openView } from './view.ts'

const sources = [memorySource(sampleOperations(new Map([['a', '1']])))]
const catalog = joinSources(sources)
const found = catalog.get('shelf.get')
if (!found) throw new Error('the sample has a shelf')
const command = { entry: { ...found, view: { without: 'name', lines: true as const } }, rest: [], leading: [] }

/** Opens a view whose host cannot be opened for the first `broken` times. */
const opened = (view: () => Promise<View>, broken = 0) => {
  const told = { opens: 0, closes: 0 }
  const line = {
    catalog,
    version: '0.0.0-test',
    view,
    async open() {
      told.opens += 1
      if (told.opens <= broken) throw failed('store-busy', 'The store is busy')
      const gateway = { ...memoryGateway(sources, { workspace: '/srv/workspace' }), principal: person }
      return { gateway, close: async () => void (told.closes += 1) }
    },
  }
  return { told, exit: openView(command, 'lines', line, '/srv/workspace') }
}

test('a host that could not be opened is opened by the next call', async () => {
  const codes: (string | undefined)[] = []
  const view: View = async (port) => {
    for (let i = 0; i < 3; i++)
      codes.push((await port.call({ operation: 'shelf.get', input: { name: 'a' } })).error?.code)
    return 0
  }
  const { told, exit } = opened(async () => view, 1)
  expect(await exit).toBe(0)
  expect(codes).toEqual(['store-busy', undefined, undefined])
  expect(told).toEqual({ opens: 2, closes: 1 })
})

test('a view that cannot be loaded leaves no listener for Ctrl-C', async () => {
  const before = process.listenerCount('SIGINT')
  const { exit } = opened(async () => {
    throw new Error('no such view')
  })
  expect(await exit.catch(String)).toContain('no such view')
  expect(process.listenerCount('SIGINT')).toBe(before)
})
