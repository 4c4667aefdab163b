import { Unknown } from '@nimbus/hcl'
import type { Module, Resource } from './module.ts'
import { references } from './references.ts'
import { attributeExpression, read } from './view.ts'

/** The resources of some types by what an attribute of theirs points at. */
type Index = {
  readonly byAddress: ReadonlyMap<string, readonly Resource[]>
  readonly byName: ReadonlyMap<string, readonly Resource[]>
  /** Those of which the source does not say what they point at. */
  readonly possible: readonly Resource[]
}

// Looking each bucket up among all resources anew would take time that grows with the cube of a configuration's size.
const allOf = new WeakMap<Module, readonly Resource[]>()
const indexes = new WeakMap<Module, Map<string, Index>>()

/** Gives the resources of all modules that one root reaches. */
export function relatives(module: Module): readonly Resource[] {
  const root = rootOf(module)
  const before = allOf.get(root)
  if (before) return before
  const found = descendants(root).flatMap(({ resources }) => resources)
  allOf.set(root, found)
  return found
}

/**
 * Gives the resources of some types whose attribute surely points at a resource, by reference or by its literal name,
 * and those that may do so because the source does not say.
 */
export function companions(resource: Resource, types: readonly string[], attribute: string) {
  const { byAddress, byName, possible } = indexOf(resource.module, types, attribute)
  const name = ownName(resource)
  const named = name === undefined ? [] : (byName.get(name) ?? [])
  return { sure: [...new Set([...(byAddress.get(resource.address) ?? []), ...named])], possible }
}

function indexOf(module: Module, types: readonly string[], attribute: string): Index {
  const root = rootOf(module)
  const known = indexes.get(root) ?? new Map<string, Index>()
  indexes.set(root, known)
  const key = `${types.join(' ')}.${attribute}`
  const before = known.get(key)
  if (before) return before
  const index = buildIndex(
    relatives(root).filter(({ kind, type }) => kind === 'resource' && types.includes(type)),
    attribute,
  )
  known.set(key, index)
  return index
}

function buildIndex(candidates: readonly Resource[], attribute: string): Index {
  const byAddress = new Map<string, Resource[]>()
  const byName = new Map<string, Resource[]>()
  const possible: Resource[] = []
  for (const candidate of candidates) {
    const expression = attributeExpression(candidate.block.body, attribute)
    if (!expression) continue
    const targets = references(expression, candidate)
    for (const target of targets) append(byAddress, target, candidate)
    const value = read(candidate.instances[0] ?? candidate, attribute)
    if (typeof value === 'string') append(byName, value, candidate)
    else if (targets.size === 0 && value instanceof Unknown) possible.push(candidate)
  }
  return { byAddress, byName, possible }
}

function append(map: Map<string, Resource[]>, key: string, resource: Resource): void {
  const list = map.get(key)
  if (list) list.push(resource)
  else map.set(key, [resource])
}

function rootOf(module: Module): Module {
  return module.caller ? rootOf(module.caller.module) : module
}

function descendants(module: Module): Module[] {
  return [module, ...[...module.children.values()].flatMap(descendants)]
}

function ownName(resource: Resource): string | undefined {
  const names = ['bucket', 'name', 'identifier'].map((attribute) => read(resource, attribute))
  const value = names.find((found) => found !== undefined)
  return typeof value === 'string' ? value : undefined
}
