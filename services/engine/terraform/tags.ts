import type { BlockNode, Expression } from '@nimbus/hcl'
import type { Directory } from './directory.ts'
import type { PlacedValue } from './root-facts.ts'

const keysIn = (expression: Expression): string[] => {
  if (expression.kind === 'object')
    return expression.entries.flatMap(({ key }) =>
      key.kind === 'literal' && typeof key.value === 'string'
        ? [key.value]
        : key.kind === 'traversal'
          ? [key.text]
          : [],
    )
  return expression.kind === 'call' ? expression.arguments.flatMap(keysIn) : []
}

const placed = (block: BlockNode, file: string, name: string): PlacedValue[] =>
  block.body.attributes
    .filter((attribute) => attribute.name === name)
    .flatMap(({ expression, range }) =>
      keysIn(expression).map((value) => ({ value, at: `${file}:${range.start.line}` })),
    )

/** Keys of the tags or labels that everything in a directory gets: of providers, and of locals that are called so. */
export const commonTags = ({ blocks }: Directory): PlacedValue[] =>
  blocks.flatMap(({ file, block }) => {
    if (block.type === 'provider')
      return [
        ...block.body.blocks
          .filter(({ type }) => type === 'default_tags')
          .flatMap((defaults) => placed(defaults, file, 'tags')),
        ...placed(block, file, 'default_labels'),
      ]
    if (block.type !== 'locals') return []
    return ['tags', 'common_tags', 'default_tags', 'labels'].flatMap((name) => placed(block, file, name))
  })
