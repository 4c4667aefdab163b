import {
  type AttributeNode,
  type BlockNode,
  type Evaluated,
  type Expression,
  emptyScope,
  evaluate,
  type ParsedFile,
  type ParseHcl,
  type Scope,
  Unknown,
} from '@nimbus/hcl'
import { directoryOf } from '../project/facts.ts'
import type { Tree } from '../tree/tree.ts'
import { setUpText } from './set-up-text.ts'

/** A block with the file it is in. */
export interface Placed {
  file: string
  block: BlockNode
}

/** The Terraform files of one directory, as far as they say how it is set up: resources are not parsed. */
export interface Directory {
  path: string
  blocks: readonly Placed[]
  /** The texts of all its files, for what is only looked for. */
  texts: readonly string[]
  /** What `var` and `local` names stand for, by defaults and the files that Terraform reads by itself. */
  scope: Scope
}

/** What is parsed: files with only resources say nothing of a setup, and they are most. */
const setsUp = /^[ \t]*(terraform|provider|module|variable|locals)\b|"(terraform|provider|module|variable|locals)"\s*:/m

/** More files than this are a registry of modules. */
const mostFiles = 3000

export const attributeOf = (block: BlockNode, name: string): AttributeNode | undefined =>
  block.body.attributes.find((each) => each.name === name)

/** The value of an attribute where the source alone decides it, and it is text. */
export const textOf = (block: BlockNode, name: string, scope: Scope): string | undefined => {
  const expression = attributeOf(block, name)?.expression
  const value = expression && evaluate(expression, scope)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Reads the Terraform and OpenTofu files of a project by directory. */
export const readDirectories = async (tree: Tree, parse: ParseHcl): Promise<Directory[]> => {
  const code = tree.matching(/\.(tf|tofu)(\.json)?$/)
  if (code.length > mostFiles) tree.notes.push(`only ${mostFiles} of ${code.length} Terraform files were looked at`)
  const directories = Map.groupBy(code.slice(0, mostFiles), directoryOf)
  const settings = Map.groupBy(tree.matching(/(^|\/)(terraform\.tfvars|[^/]+\.auto\.tfvars)$/), directoryOf)
  const read: Directory[] = []
  for (const [path, files] of [...directories].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!(await tree.goOn('Terraform directories', read.length, directories.size))) break
    const texts = files.map((file) => tree.text(file) ?? '')
    const parsed = files.flatMap((file, index) => {
      const text = texts[index] ?? ''
      return setsUp.test(text) ? [parse(setUpText(text), file)] : []
    })
    const blocks = parsed.flatMap(({ file, body }) => body.blocks.map((block) => ({ file, block })))
    const given = (settings.get(path) ?? []).sort(byPrecedence).map((file) => parse(tree.text(file) ?? '', file))
    read.push({ path, blocks, texts, scope: scopeOf(blocks, given) })
  }
  return read
}

// Terraform reads terraform.tfvars first and *.auto.tfvars after it in order, the last value winning.
const byPrecedence = (a: string, b: string): number =>
  Number(a.endsWith('.auto.tfvars')) - Number(b.endsWith('.auto.tfvars')) || (a < b ? -1 : 1)

/** A name may stand for a name, and so on, this often. */
const maxDepth = 30

const scopeOf = (blocks: readonly Placed[], given: readonly ParsedFile[]): Scope => {
  const variables = new Map<string, Expression>()
  const locals = new Map<string, Expression>()
  for (const { block } of blocks) {
    const fallback = block.type === 'variable' ? attributeOf(block, 'default')?.expression : undefined
    if (fallback && block.labels[0] !== undefined) variables.set(block.labels[0], fallback)
    if (block.type === 'locals') for (const { name, expression } of block.body.attributes) locals.set(name, expression)
  }
  for (const { body } of given) for (const { name, expression } of body.attributes) variables.set(name, expression)
  let depth = 0
  const scope: Scope = (root, name) => {
    if (name === undefined || (root !== 'var' && root !== 'local')) return undefined
    const expression = (root === 'var' ? variables : locals).get(name)
    if (!expression) return undefined
    if (depth >= maxDepth) return new Unknown(`${root}.${name} is reached through too many other names`)
    depth++
    const value: Evaluated = evaluate(expression, root === 'var' ? emptyScope : scope)
    depth--
    return value
  }
  return scope
}
