import type { AttributeNode, BlockNode, Body, Expression, ObjectEntry, Range } from './tree.ts'

/** How many labels each block of the Terraform language has (developer.hashicorp.com/terraform/language/syntax/json, 2025). */
const labelCounts: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  provider: 1,
  variable: 1,
  output: 1,
  module: 1,
  check: 1,
  locals: 0,
  terraform: 0,
  moved: 0,
  removed: 0,
  import: 0,
}

/**
 * Gives a file written in JSON syntax as the same tree as native syntax.
 *
 * Which properties inside a block are nested blocks only a provider's schema can say, so a property that holds an
 * object, or a list of them, is given both ways.
 */
export function jsonBody(entries: readonly ObjectEntry[], range: Range): Body {
  const blocks = entries.flatMap(({ key, value }) => {
    const type = keyText(key)
    const count = labelCounts[type]
    return count === undefined ? [] : labelled(type, [], count, value, key.range)
  })
  const attributes = entries.filter(({ key }) => labelCounts[keyText(key)] === undefined).flatMap(attributeOf)
  return { attributes, blocks, range }
}

function labelled(type: string, labels: string[], count: number, value: Expression, heading: Range): BlockNode[] {
  if (value.kind === 'tuple') return value.items.flatMap((item) => labelled(type, labels, count, item, heading))
  if (value.kind !== 'object') return []
  if (count > 0) {
    return value.entries.flatMap((entry) =>
      labelled(type, [...labels, keyText(entry.key)], count - 1, entry.value, entry.key.range),
    )
  }
  const range = { start: heading.start, end: value.range.end }
  return [{ type, labels, body: nestedBody(value.entries, value.range), heading, range }]
}

function nestedBody(entries: readonly ObjectEntry[], range: Range): Body {
  const kept = entries.filter(({ key }) => keyText(key) !== '//')
  return {
    attributes: kept.flatMap(attributeOf),
    blocks: kept.flatMap(({ key, value }) => labelled(keyText(key), [], 0, value, key.range)),
    range,
  }
}

function attributeOf({ key, value }: ObjectEntry): AttributeNode[] {
  const name = keyText(key)
  if (name === '') return []
  return [{ name, nameRange: key.range, expression: value, range: { start: key.range.start, end: value.range.end } }]
}

function keyText(key: Expression): string {
  return key.kind === 'literal' && typeof key.value === 'string' ? key.value : ''
}
