import type { CatalogSource, Operation } from '@nimbus/kernel'
import { catalogEntryOf } from './catalog-entry.ts'

/** A catalog source made of operations in memory. */
export const memorySource = (operations: readonly Operation[], name = 'memory'): CatalogSource => {
  const entries = operations.map((each) => catalogEntryOf(each))
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const code = new Map(operations.map((operation) => [operation.id, operation]))
  return {
    name,
    version: () => '1',
    index: () => entries,
    list: () => entries,
    get: (id) => byId.get(id),
    async load(id) {
      const operation = code.get(id)
      if (!operation) throw new Error(`${name} does not hold ${id}`)
      return operation
    },
    changed: () => () => {},
  }
}
