import type { CatalogEntry, CatalogSource, IndexEntry, Operation, ServiceEntry } from '@nimbus/kernel'
import type { View } from '@nimbus/view'
import written from './generated/index.json'
import * as loaders from './generated/loaders.ts'

// JSON imports are typed by their literal contents, which is neither what we mean nor cheap to check.
const { operations: index, services } = written as unknown as {
  operations: readonly IndexEntry[]
  services: readonly ServiceEntry[]
}

/** Every service as data. */
export { services }

/** Importing a module again costs more than the rest of a short call, even when it is there. */
const loaded = new Map<string, Operation>()

let all: readonly CatalogEntry[] | undefined

/** Requiring a file again costs more than the rest of a short call, too. */
const read = new Map<string, CatalogEntry>()

// Each entry is a file of its own, so that a command pays for one of them however many there are.
const get = (id: string): CatalogEntry | undefined => {
  const known = read.get(id)
  if (known || !Object.hasOwn(loaders.entries, id)) return known
  const entry = loaders.entries[id]?.() as CatalogEntry
  read.set(id, entry)
  return entry
}

/** The generated catalog: the first of the catalog sources. Loads an operation's module when it is called. */
export const builtIn: CatalogSource = {
  name: 'built-in',
  version: () => String(index.length),
  index: () => index,
  list() {
    all ??= index.flatMap(({ id }) => get(id) ?? [])
    return all
  },
  get,
  async load(id) {
    const known = loaded.get(id)
    if (known) return known
    const module = (await loaders.operations[id]?.()) as { default: Operation } | undefined
    if (!module) throw new Error(`the catalog lists ${id} and cannot load it: regenerate it`)
    loaded.set(id, module.default)
    return module.default
  },
  changed: () => () => undefined,
}

/** Loads the view of an operation, without the operation: it is on the screen before anything is called. */
export const loadView = async (id: string): Promise<View> => {
  const module = (await loaders.views[id]?.()) as { default: View } | undefined
  if (!module) throw new Error(`the catalog says that ${id} has a view and cannot load it: regenerate it`)
  return module.default
}
