import { loadHcl, type ParseHcl } from '@nimbus/hcl'
import { environmentKind } from '../project/environment-names.ts'
import { type Evidence, type Found, nameOf, type Plain, type PlainMap, sorted } from '../project/facts.ts'
import type { Tree } from '../tree/tree.ts'
import { attributeOf, type Directory, readDirectories, textOf } from './directory.ts'
import { rootsAndModules } from './directory-kind.ts'
import { namingPatterns } from './naming.ts'
import { regionNames, regionsOf, rootFacts } from './root-facts.ts'
import { commonTags } from './tags.ts'
import { terragruntFacts } from './terragrunt.ts'

const environmentVariables = ['environment', 'env', 'stage']

/** The environment that a root is for, where it says so itself: in a variable, a local or what it passes to a module. */
const statedEnvironment = ({ blocks, scope }: Directory): { value: string; at: string } | undefined => {
  for (const { file, block } of blocks) {
    if (block.type !== 'module' && block.type !== 'variable' && block.type !== 'locals') continue
    for (const name of environmentVariables) {
      if (block.type === 'variable' && block.labels[0] !== name) continue
      const attribute = block.type === 'variable' ? 'default' : name
      const value = textOf(block, attribute, scope)
      const line = attributeOf(block, attribute)?.range.start.line
      if (value !== undefined) return { value, at: `${file}:${line ?? 1}` }
    }
  }
  return undefined
}

const environmentEvidence = (root: Directory): Evidence[] => {
  const stated = statedEnvironment(root)
  if (stated) return [{ of: 'environment', ...stated, directory: root.path }]
  const name = nameOf(root.path)
  return environmentKind(name) ? [{ of: 'environment', value: name, at: root.path, directory: root.path }] : []
}

const variableFile = /(^|\/)([\w-]+)\.tfvars$/

/** Environments that have a file of variables of their own, and the regions these files name. Nothing else of them is kept. */
const variableFileEvidence = (tree: Tree, parse: ParseHcl): Evidence[] =>
  tree.matching(variableFile).flatMap((at): Evidence[] => {
    const name = variableFile.exec(at)?.[2]
    if (name === undefined || !environmentKind(name)) return []
    const { attributes } = parse(tree.text(at) ?? '', at).body
    const regions = attributes.flatMap(({ name: key, expression, range }): Evidence[] => {
      const value = regionNames.includes(key) && expression.kind === 'literal' ? expression.value : undefined
      if (typeof value !== 'string') return []
      return [{ of: 'region', value, at: `${at}:${range.start.line}`, environment: name }]
    })
    return [{ of: 'environment', value: name, at }, ...regions]
  })

const isTofu = (tree: Tree): boolean =>
  tree.matching(/(^|\/)(\.opentofu-version|[^/]+\.tofu)$/).length > 0 ||
  tree
    .matching(/(^|\/)\.terraform\.lock\.hcl$/)
    .some((path) => tree.text(path)?.includes('"registry.opentofu.org/') === true)

/** What there is of Terraform and OpenTofu, and what it says of environments, regions, tags and names. */
export const findTerraform = async (tree: Tree): Promise<Found> => {
  const parse = await loadHcl()
  const directories = await readDirectories(tree, parse)
  const { roots, modules } = rootsAndModules(directories)
  const evidence = roots.flatMap((root): Evidence[] => {
    const environments = environmentEvidence(root)
    const environment = environments[0]?.value
    const own = environment === undefined ? {} : { environment }
    return [
      ...environments,
      ...regionsOf(root).map((region): Evidence => ({ of: 'region', ...region, ...own })),
      ...commonTags(root).map((tag): Evidence => ({ of: 'tag', ...tag })),
    ]
  })
  evidence.push(...variableFileEvidence(tree, parse))
  for (const directory of directories)
    for (const value of namingPatterns(directory)) evidence.push({ of: 'naming', value, at: directory.path })
  for (const module of modules) for (const tag of commonTags(module)) evidence.push({ of: 'tag', ...tag })
  const facts: PlainMap = {
    tool: isTofu(tree) ? 'opentofu' : 'terraform',
    ...(roots.length > 0
      ? { roots: sorted(roots.map((root): [string, Plain] => [root.path, rootFacts(root, tree, parse)])) }
      : {}),
    ...(modules.length > 0 ? { modules: modules.map(({ path }) => path) } : {}),
    ...terragruntFacts(tree),
  }
  return { facts, evidence }
}
