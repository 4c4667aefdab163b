import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit'
import { catalogEntryOf } from '@nimbus/testkit/catalog-entry'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { type CatalogSource, joinSources } from './catalog.ts'
import type { Operation } from './operation.ts'

/** A source whose operations can be taken away and given back. */
const changeable = (name: string, operations: readonly Operation[]) => {
  const listeners = new Set<() => void>()
  let held = operations
  const source: CatalogSource = {
    name,
    version: () => String(held.length),
    index: () => source.list(),
    list: () => held.map((each) => catalogEntryOf(each)),
    get: (id) => source.list().find((entry) => entry.id === id),
    load: async (id) => held.find((operation) => operation.id === id) ?? Promise.reject(new Error(`no ${id}`)),
    changed(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const hold = (now: readonly Operation[]) => {
    held = now
    for (const listener of listeners) listener()
  }
  return { source, hold }
}

const operations = sampleOperations(new Map())

test('an operation that a source no longer serves is gone, and one that moved is found where it is', async () => {
  const first = changeable('first', operations)
  const second = changeable('second', [])
  const catalog = joinSources([first.source, second.source])
  expect(catalog.get('shelf.get')?.id).toBe('shelf.get')

  first.hold([])
  expect(catalog.get('shelf.get')).toBeUndefined()
  expect(await failure(Promise.try(() => catalog.load('shelf.get')))).toMatchObject({
    code: 'unknown-operation',
    exit: 5,
  })

  second.hold(operations)
  expect((await catalog.load('shelf.get')).id).toBe('shelf.get')
})

test('an operation that two sources serve is an error that names both', () => {
  const both = ['first', 'second'].map((name) => changeable(name, operations).source)
  expect(() => joinSources(both)).toThrow('shelf.get is served by both first and second')
})

test('an operation is loaded once, and anew when its source has changed', async () => {
  const [first, ...others] = operations
  if (!first) throw new Error('there are sample operations')
  const { source, hold } = changeable('first', operations)
  const loads: string[] = []
  const load = (id: string) => {
    loads.push(id)
    return source.load(id)
  }
  const catalog = joinSources([{ ...source, load }])
  expect(await catalog.load(first.id)).toBe(first)
  expect(catalog.load(first.id)).toBe(first)
  expect(loads).toEqual([first.id])

  const newer = { ...first, summary: 'Newer' }
  hold([newer, ...others])
  expect(await catalog.load(first.id)).toBe(newer)
})
