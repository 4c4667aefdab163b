import type { CatalogEntry, CatalogSource, Operation, ServiceEntry } from '@nimbus/kernel'
import manifest from './generated/manifest.json'

// JSON imports are typed by their literal contents, which is neither what we mean nor cheap to check.
const { operations, services } = manifest as unknown as {
  operations: readonly CatalogEntry[]
  services: readonly ServiceEntry[]
}

/** Every operation as data. */
export const entries = operations

/** Every service as data. */
export { services }

const byId = new Map(operations.map((entry) => [entry.id, entry]))

/** Importing a module again costs more than the rest of a short call, even when it is there. */
const loaded = new Map<string, Operation>()

/** The generated catalog: the first of the catalog sources. Loads an operation's module when it is called. */
export const builtIn: CatalogSource = {
  name: 'built-in',
  version: () => String(operations.length),
  list: () => operations,
  get: (id) => byId.get(id),
  async load(id) {
    const known = loaded.get(id)
    if (known) return known
    const loaders = await import('./generated/loaders.ts')
    const module = (await loaders.operations[id]?.()) as { default: Operation } | undefined
    if (!module) throw new Error(`the catalog lists ${id} and cannot load it: regenerate it`)
    loaded.set(id, module.default)
    return module.default
  },
  changed: () => () => undefined,
}
