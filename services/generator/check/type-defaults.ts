import { type Evaluated, type Expression, emptyScope, evaluate, isHuge, isList, isObject } from '@nimbus/hcl'

/** Fills in what a variable's type declares with `optional(type, default)`; other values pass unchanged. */
export function withTypeDefaults(type: Expression | undefined, value: Evaluated): Evaluated {
  if (type?.kind !== 'call' || isHuge(value)) return value
  const [inner] = type.arguments
  if (type.name === 'object' && inner?.kind === 'object' && isObject(value)) {
    const filled = inner.entries.map(({ key, value: member }) => {
      const name = key.kind === 'literal' ? String(key.value) : key.text
      return [name, memberValue(member, value[name])] as const
    })
    return { ...value, ...Object.fromEntries(filled.filter(([, member]) => member !== undefined)) } as Evaluated
  }
  if ((type.name === 'list' || type.name === 'set') && isList(value))
    return value.map((item) => withTypeDefaults(inner, item))
  if (type.name === 'map' && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTypeDefaults(inner, item)]))
  }
  return value
}

function memberValue(type: Expression, value: Evaluated | undefined): Evaluated | undefined {
  if (type.kind !== 'call' || type.name !== 'optional')
    return value === undefined ? value : withTypeDefaults(type, value)
  const [inner, fallback] = type.arguments
  if (value !== undefined && value !== null) return withTypeDefaults(inner, value)
  return fallback ? withTypeDefaults(inner, evaluate(fallback, emptyScope)) : null
}
