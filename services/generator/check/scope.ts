import { type Evaluated, type Expression, emptyScope, evaluate, type Scope, scalarText, Unknown } from '@nimbus/hcl'
import { instancePairs } from './instances.ts'
import type { Module, Resource } from './module.ts'
import { withTypeDefaults } from './type-defaults.ts'
import { attributeExpression } from './view.ts'

/** A name may stand for a name, and so on, this often: each step takes room on the stack. */
const maxDepth = 100

/**
 * Says what `var`, `local` and `module` names stand for in a module. A variable is what the caller passes, else what
 * the variable files set, else its default; without any of these it is unknown. Values are worked out once, on use.
 */
export function moduleScope(module: Module, set: ReadonlyMap<string, Evaluated>): Scope {
  const known = new Map<string, Evaluated>()
  let depth = 0
  const remembered = (key: string, work: () => Evaluated): Evaluated => {
    const before = known.get(key)
    if (before !== undefined) return before
    if (depth >= maxDepth) return new Unknown(`${key} is reached through too many other names`)
    known.set(key, new Unknown(`${key} refers to itself`))
    depth++
    const value = work()
    depth--
    known.set(key, value)
    return value
  }
  const byAddress = new Map<string, Resource>()
  let indexed = 0
  const resourceNamed = (address: string) => {
    // Reading a module asks for values before all of its resources are known.
    for (; indexed < module.resources.length; indexed++) {
      const resource = module.resources[indexed]
      if (resource?.kind === 'resource') byAddress.set(resource.address, resource)
    }
    return byAddress.get(address)
  }
  return (root, name) => {
    if (name === undefined) return undefined
    if (root === 'var') return remembered(`var.${name}`, () => variableValue(module, name, set))
    if (root === 'local') return remembered(`local.${name}`, () => localValue(module, name))
    if (root === 'module') return remembered(`module.${name}`, () => outputValues(module, name))
    const resource = resourceNamed(`${module.prefix}${root}.${name}`)
    return resource && remembered(resource.address, () => instanceKeys(resource))
  }
}

/** Gives the expression of a local. */
export function localExpression(module: Module, name: string): Expression | undefined {
  for (const { block } of module.blocks) {
    const found = block.type === 'locals' ? attributeExpression(block.body, name) : undefined
    if (found) return found
  }
  return undefined
}

/** Gives what the caller passes for a variable. */
export function argumentExpression({ caller }: Module, name: string): Expression | undefined {
  return caller && attributeExpression(caller.call.block.body, name)
}

function variableValue(module: Module, name: string, set: ReadonlyMap<string, Evaluated>): Evaluated {
  const declared = module.blocks.find(({ block }) => block.type === 'variable' && block.labels[0] === name)
  const type = declared && attributeExpression(declared.block.body, 'type')
  const passed = argumentExpression(module, name)
  if (passed && module.caller) return withTypeDefaults(type, evaluate(passed, module.caller.call.scope))
  const fromFile = set.get(name)
  if (fromFile !== undefined) return withTypeDefaults(type, fromFile)
  const fallback = declared && attributeExpression(declared.block.body, 'default')
  return fallback ? withTypeDefaults(type, evaluate(fallback, emptyScope)) : new Unknown(`var.${name} has no default`)
}

function localValue(module: Module, name: string): Evaluated {
  const expression = localExpression(module, name)
  return expression ? evaluate(expression, module.scope) : new Unknown(`local.${name} is not defined`)
}

function outputValues(module: Module, name: string): Evaluated {
  const child = module.children.get(name)
  if (!child) return new Unknown(`module.${name} is not among the files`)
  const outputs = child.blocks.flatMap(({ block }) => {
    const value = block.type === 'output' ? attributeExpression(block.body, 'value') : undefined
    return value ? [[block.labels[0] ?? '', evaluate(value, child.scope)] as const] : []
  })
  return Object.fromEntries(outputs)
}

// What a resource will be is known after it was made, but which instances there are may be known before.
function instanceKeys(resource: Resource): Evaluated {
  const unknown = new Unknown(`${resource.address} is known after apply`)
  const forEach = attributeExpression(resource.block.body, 'for_each')
  const collection = forEach && evaluate(forEach, resource.scope)
  const pairs = collection === undefined ? undefined : instancePairs(collection)
  return pairs ? Object.fromEntries(pairs.map(([key]) => [scalarText(key) ?? '', unknown])) : unknown
}
