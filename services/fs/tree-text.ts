import { z } from '@nimbus/kernel/define'
import { nameText } from './name-text.ts'
import { sizeText } from './size-text.ts'

/** One entry of a tree, by its path from the start. */
export const Entry = z.object({
  path: z.string(),
  type: z.enum(['file', 'directory', 'link', 'other']),
  bytes: z.number().int().optional(),
})

const depthOf = (path: string): number => path.split('/').length

/** The lines of a tree, drawn; the entries come in the order of the tree. */
export const treeText = (entries: readonly z.infer<typeof Entry>[]): string[] => {
  // From the end: a branch is the last of its level until an earlier one is met before the level above.
  const open = new Set<number>()
  const lines: string[] = []
  for (const { path, type, bytes } of [...entries].reverse()) {
    const depth = depthOf(path)
    for (const level of open) if (level > depth) open.delete(level)
    const stems = Array.from({ length: depth - 1 }, (_, i) => (open.has(i + 1) ? '│   ' : '    ')).join('')
    const name = path.slice(path.lastIndexOf('/') + 1)
    const mark = { directory: '/', link: '@', file: '', other: '?' }[type]
    const size = bytes === undefined ? '' : `  ${sizeText(bytes)}`
    lines.unshift(`${stems}${open.has(depth) ? '├── ' : '└── '}${nameText(name)}${mark}${size}`)
    open.add(depth)
  }
  return lines
}
