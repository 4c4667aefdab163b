import type { Effect } from './effect.ts'
import { missing } from './errors.ts'
import type { JsonSchema } from './json-schema.ts'
import { nearest } from './nearest.ts'
import type { Example, Operation, Route, ViewOpening } from './operation.ts'
import type { Spoken } from './ports/spoken.ts'
import type { Surface } from './principal.ts'

/** What it takes to find an operation and to list it in a line. Little enough to be there for all of them at once. */
export interface IndexEntry {
  id: string
  service: string
  summary: string
  effect: Effect
  aliases: readonly string[]
}

/** The name of an operation on the command line that help shows first: the alias if there is one. */
export const mainName = ({ id, aliases }: IndexEntry): string => aliases[0] ?? id.replaceAll(/[.-]/g, ' ')

/** An operation as every surface sees it: data only, so that help and completion load no code. */
export interface CatalogEntry extends IndexEntry, Spoken {
  /** The docstring of its file: paragraphs for help and the reference. */
  description: string
  idempotent: boolean
  openWorld: boolean
  untrusted: boolean
  /** Present when it also answers while configuration or policy is broken. */
  whenBroken?: true
  input: JsonSchema
  output: JsonSchema
  positional: readonly string[]
  passthrough?: string
  routes: readonly Route[]
  exclude: Partial<Record<Surface, string>>
  needs: { programs?: readonly string[]; credentials?: readonly string[] }
  examples: readonly Example[]
  /** Present when it has a view. */
  view?: ViewOpening
}

/** A service as the catalog lists it. */
export interface ServiceEntry {
  name: string
  port: number
  /** The port of its streams. */
  stream?: number
  summary: string
  programs: readonly string[]
}

/** Where operations come from. The generated one is the first; plugins and MCP servers come at run time. */
export interface CatalogSource {
  name: string
  /** Changes whenever the list does. */
  version(): string
  index(): readonly IndexEntry[]
  /** All of it, whole: for what shows or serves everything. What calls one operation asks for that one. */
  list(): readonly CatalogEntry[]
  get(id: string): CatalogEntry | undefined
  load(id: string): Promise<Operation>
  /** Calls back after a change; returns how to stop. */
  changed(listener: () => void): () => void
}

/** Several sources as one. */
export interface Catalog {
  index(): readonly IndexEntry[]
  list(): readonly CatalogEntry[]
  get(id: string): CatalogEntry | undefined
  /** The operation; a promise of it where it has to be loaded first. */
  load(id: string): Operation | Promise<Operation>
}

/** Joins sources; an id that two of them serve is an error that names both. */
export const joinSources = (sources: readonly CatalogSource[]): Catalog => {
  const owners = new Map<string, CatalogSource>()
  // Remembered until a source changes; an id that nothing serves is not, for it could be anything.
  const owner = (id: string): CatalogSource | undefined => {
    const known = owners.get(id) ?? sources.find((source) => source.get(id))
    if (known) owners.set(id, known)
    return known
  }
  const loaded = new Map<string, Operation>()
  const loadFrom = async (source: CatalogSource, id: string): Promise<Operation> => {
    const version = source.version()
    const operation = await source.load(id)
    if (source.version() === version) loaded.set(id, operation)
    return operation
  }
  for (const remembered of [owners, loaded]) for (const source of sources) source.changed(() => remembered.clear())
  const seen = new Map<string, string>()
  for (const source of sources)
    for (const { id } of source.index()) {
      const other = seen.get(id)
      if (other) throw missing('duplicate-operation', `${id} is served by both ${other} and ${source.name}`)
      seen.set(id, source.name)
    }
  return {
    index: () => sources.flatMap((source) => source.index()),
    list: () => sources.flatMap((source) => source.list()),
    get: (id) => owner(id)?.get(id),
    load(id) {
      const source = owner(id)
      if (source) return loaded.get(id) ?? loadFrom(source, id)
      const known = sources.flatMap((each) => each.index().map((entry) => entry.id))
      return Promise.reject(unknownOperation(id, known))
    },
  }
}

/** The error for an id that nothing serves, with the nearest one that something does. */
export const unknownOperation = (id: string, known: readonly string[]) => {
  const close = nearest(id, known)
  return missing('unknown-operation', `There is no operation ${id}`, {
    why: 'no service in this catalog serves it',
    next: close ? `did you mean ${close}?` : 'list them with: nimbus --help',
  })
}
