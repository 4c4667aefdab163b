import { Document, isScalar, visit } from 'yaml'

/** Lists with an item on each line, or of single values within a line. */
export type ListStyle = 'block' | 'flow'

/** A value as YAML, with a line end; nothing is folded. */
export const printed = (value: unknown, lists: ListStyle): string => {
  const document = new Document(value, { aliasDuplicateObjects: false })
  if (lists === 'flow')
    visit(document, {
      Seq(_key, node) {
        if (node.items.every(isScalar)) node.flow = true
      },
    })
  return document.toString({ lineWidth: 0, ...(lists === 'flow' ? { flowCollectionPadding: false } : {}) })
}
