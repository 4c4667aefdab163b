import { posix } from 'node:path'
import { type Evaluated, emptyScope, evaluate, type ParsedFile, type ParseHcl } from '@nimbus/hcl'
import { environmentOf } from './environment.ts'
import { blockInstances } from './instances.ts'
import type { Module, Modules, Resource, SourceFile, View } from './module.ts'
import { moduleScope } from './scope.ts'
import { attributeExpression } from './view.ts'

/** A module may call modules this deep; real configurations stay under five. */
const maxCallDepth = 12
/** Every call of a module is evaluated apart, so calls that call twice each multiply: this many is enough for anyone. */
const maxModules = 2000

/** The files by directory, and how many more modules may be opened. */
type Opening = { readonly directories: ReadonlyMap<string, readonly ParsedFile[]>; left: number }

/**
 * Reads configuration files into modules: one per root directory, and one per call of a local module, so that what a
 * root passes is known inside. A module that nothing here calls is a root.
 */
export function loadModules(files: readonly SourceFile[], parse: ParseHcl): Modules {
  const ordered = [...files].sort((left, right) => (left.path < right.path ? -1 : 1))
  const parsed = ordered.map(({ path, text }) => parse(text, posix.normalize(path)))
  const problems = parsed.flatMap(({ diagnostics }) => diagnostics)
  const directories = Map.groupBy(parsed, ({ file }) => posix.dirname(file))
  const called = new Set([...directories].flatMap(([directory, group]) => calledDirectories(directory, group)))
  const modules: Module[] = []
  const opening: Opening = { directories, left: maxModules }
  for (const directory of [...directories.keys()].sort()) {
    if (!called.has(directory)) visit(openModule(directory, opening, undefined, 0), modules)
  }
  // Modules that only call each other in a circle have no root: each is read as if it were one.
  const seen = new Set(modules.map(({ directory }) => directory))
  for (const directory of [...directories.keys()].sort()) {
    if (!seen.has(directory)) visit(openModule(directory, opening, undefined, maxCallDepth), modules)
  }
  return { modules, problems }
}

function visit(module: Module, into: Module[]): void {
  into.push(module)
  for (const child of module.children.values()) visit(child, into)
}

function openModule(directory: string, opening: Opening, caller: Module['caller'], depth: number): Module {
  const { directories } = opening
  opening.left--
  const files = (directories.get(directory) ?? []).filter(({ file }) => /\.tf(\.json)?$/.test(file))
  const settings = (directories.get(directory) ?? []).filter(({ file }) => isVariableFile(file))
  const children = new Map<string, Module>()
  const resources: Resource[] = []
  const blocks: View[] = []
  const prefix = caller ? `${caller.module.prefix}module.${caller.call.block.labels[0] ?? ''}.` : ''
  const module: Module = {
    directory,
    prefix,
    ...(caller && { caller }),
    files,
    scope: (root, name) => scope(root, name),
    resources,
    children,
    blocks,
    get environment() {
      return environmentOf(module)
    },
  }
  for (const { file, body } of files) {
    for (const block of body.blocks) blocks.push({ file, block, scope: module.scope, module, maybe: false })
  }
  const scope = moduleScope(module, caller ? new Map() : variableFileValues(settings))
  for (const view of blocks) {
    const resource = resourceOf(view)
    if (resource) resources.push(resource)
    if (view.block.type !== 'module' || depth >= maxCallDepth) continue
    const source = localSource(directory, view.block)
    if (source === undefined || !directories.has(source) || isAbsent(view) || opening.left <= 0) continue
    children.set(view.block.labels[0] ?? '', openModule(source, opening, { module, call: view }, depth + 1))
  }
  return module
}

function resourceOf(view: View): Resource | undefined {
  const [type, name] = view.block.labels
  const kind = view.block.type
  if ((kind !== 'resource' && kind !== 'data') || type === undefined || name === undefined) return undefined
  const address = `${view.module.prefix}${kind === 'data' ? 'data.' : ''}${type}.${name}`
  let instances: readonly View[] | undefined
  return {
    ...view,
    kind,
    type,
    name,
    address,
    get instances() {
      instances ??= blockInstances(view)
      return instances
    },
  }
}

function isAbsent(call: View): boolean {
  const count = attributeExpression(call.block.body, 'count')
  return count !== undefined && evaluate(count, call.scope) === 0
}

function calledDirectories(directory: string, files: readonly ParsedFile[]): string[] {
  return files
    .flatMap(({ body }) => body.blocks)
    .filter(({ type }) => type === 'module')
    .map((block) => localSource(directory, block))
    .filter((source) => source !== undefined)
}

function localSource(directory: string, block: View['block']): string | undefined {
  const expression = attributeExpression(block.body, 'source')
  const source = expression && evaluate(expression, emptyScope)
  return typeof source === 'string' && /^\.\.?\//.test(source) ? posix.join(directory, source, '.') : undefined
}

function isVariableFile(file: string): boolean {
  return posix.basename(file) === 'terraform.tfvars' || file.endsWith('.auto.tfvars')
}

// Terraform reads terraform.tfvars first and *.auto.tfvars after it in order, the last value winning.
function variableFileValues(files: readonly ParsedFile[]): Map<string, Evaluated> {
  const ordered = [...files].sort((a, b) => Number(isAuto(a)) - Number(isAuto(b)) || (a.file < b.file ? -1 : 1))
  return new Map(
    ordered.flatMap(({ body }) =>
      body.attributes.map(({ name, expression }) => [name, evaluate(expression, emptyScope)] as const),
    ),
  )
}

function isAuto({ file }: ParsedFile): boolean {
  return file.endsWith('.auto.tfvars')
}
