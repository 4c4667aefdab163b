import { type Evaluated, evaluate, isObject, type ParseHcl } from '@nimbus/hcl'
import { type Plain, type PlainMap, sorted } from '../project/facts.ts'
import type { Tree } from '../tree/tree.ts'
import { attributeOf, type Directory, textOf } from './directory.ts'

/** A region and where it is written. */
export interface PlacedValue {
  value: string
  at: string
}

const isText = (value: Evaluated | undefined): value is string => typeof value === 'string' && value !== ''

/** Attributes and variables that hold a region, by how providers and people call them. */
export const regionNames = ['region', 'aws_region', 'gcp_region', 'location', 'azure_region']

/** The regions that the providers of a directory are set to; where one has none, what the usual variables say. */
export const regionsOf = ({ path, blocks, scope }: Directory): PlacedValue[] => {
  const providers = blocks.filter(({ block }) => block.type === 'provider')
  const set = providers.flatMap(({ file, block }) => {
    const value = textOf(block, 'region', scope)
    const line = attributeOf(block, 'region')?.range.start.line
    return value === undefined ? [] : [{ value, at: `${file}:${line ?? block.range.start.line}` }]
  })
  if (set.length > 0 || !providers.some(({ block }) => block.labels[0] === 'azurerm')) return set
  const [usual] = regionNames.map((name) => scope('var', name) ?? scope('local', name)).filter(isText)
  return usual === undefined ? [] : [{ value: usual, at: path }]
}

/** Providers with the versions that are asked for; `any` where nothing is said. */
const providersOf = ({ blocks, scope }: Directory): PlainMap => {
  const asked = new Map<string, Plain>()
  for (const { block } of blocks) {
    const name = block.type === 'provider' ? block.labels[0] : undefined
    if (name !== undefined && !asked.has(name)) asked.set(name, 'any')
    if (block.type !== 'terraform') continue
    for (const required of block.body.blocks.filter(({ type }) => type === 'required_providers'))
      for (const { name: provider, expression } of required.body.attributes) {
        const value = evaluate(expression, scope)
        const version = isObject(value) ? value.version : value
        asked.set(provider, isText(version) ? version : 'any')
      }
  }
  return sorted(asked)
}

/** The versions that a lock file fixes, by the last part of the provider's address. */
const lockedVersions = (text: string, path: string, parse: ParseHcl): PlainMap => {
  const blocks = parse(text, path).body.blocks.filter(({ type }) => type === 'provider')
  return sorted(
    blocks.flatMap((block): [string, Plain][] => {
      const [name, version] = [block.labels[0]?.split('/').at(-1), textOf(block, 'version', () => undefined)]
      return name !== undefined && version !== undefined ? [[name, version]] : []
    }),
  )
}

/** Where the state is kept: the kind of the backend, `cloud`, or `local` when nothing is said, as Terraform does. */
const backendOf = ({ blocks }: Directory): string => {
  for (const { block } of blocks.filter((each) => each.block.type === 'terraform'))
    for (const { type, labels } of block.body.blocks) {
      if (type === 'cloud') return 'cloud'
      if (type === 'backend') return labels[0] ?? 'local'
    }
  return 'local'
}

/** Workspaces that the backend names, and those that have a state here. Their states are not read. */
const workspacesOf = ({ path, blocks, scope }: Directory, tree: Tree): string[] => {
  const named = blocks.flatMap(({ block }) =>
    block.type !== 'terraform'
      ? []
      : block.body.blocks
          .flatMap((backend) => backend.body.blocks.filter(({ type }) => type === 'workspaces'))
          .flatMap((workspaces) => textOf(workspaces, 'name', scope) ?? []),
  )
  const prefix = path === '.' ? '' : `${path}/`
  return [...new Set([...named, ...tree.directoriesIn(`${prefix}terraform.tfstate.d`)])].sort()
}

/** What is known of one root: versions, backend, regions, workspaces. */
export const rootFacts = (root: Directory, tree: Tree, parse: ParseHcl): PlainMap => {
  const prefix = root.path === '.' ? '' : `${root.path}/`
  const lockFile = `${prefix}.terraform.lock.hcl`
  const locked = tree.has(lockFile) ? lockedVersions(tree.text(lockFile) ?? '', lockFile, parse) : {}
  const providers = providersOf(root)
  const settings = root.blocks.find(({ block }) => block.type === 'terraform' && attributeOf(block, 'required_version'))
  const version = settings && textOf(settings.block, 'required_version', root.scope)
  const regions = [...new Set(regionsOf(root).map(({ value }) => value))].sort()
  const workspaces = workspacesOf(root, tree)
  return {
    backend: backendOf(root),
    ...(version ? { version } : {}),
    ...(Object.keys(providers).length > 0 ? { providers } : {}),
    ...(Object.keys(locked).length > 0 ? { locked } : {}),
    ...(regions.length > 0 ? { regions } : {}),
    ...(workspaces.length > 0 ? { workspaces } : {}),
  }
}
