import type { Block, Item } from './document.ts'
import { joinLines, type Line } from './lines.ts'
import { quoted } from './string.ts'
import { assignment } from './value.ts'

/**
 * Prints a file exactly as `terraform fmt` would leave it (compared with the real program in print.test.ts).
 *
 * Blocks are set apart from their neighbours by one empty line; a comment stays with what follows it.
 *
 * @throws TypeError for a value HCL cannot write.
 */
export function printHcl(items: readonly Item[]): string {
  return printItems(items, 0)
}

/** Prints items as they would stand in a body `indent` levels deep. */
export function printItems(items: readonly Item[], indent: number): string {
  return joinLines(bodyLines(items, indent))
}

function bodyLines(items: readonly Item[], indent: number): Line[] {
  const lines: Line[] = []
  let previous: Item | undefined
  for (const [index, item] of items.entries()) {
    if (item.kind === 'blank') {
      previous = previous && item
      continue
    }
    if (previous && (previous.kind === 'blank' || isApart(items, index))) lines.push({ indent: 0, lead: '' })
    lines.push(...itemLines(item, indent))
    previous = item
  }
  return lines
}

function isApart(items: readonly Item[], index: number): boolean {
  const before = items[index - 1]
  if (before?.kind === 'block') return true
  if (before?.kind === 'comment') return false
  return isBlockOrItsComment(items, index)
}

function isBlockOrItsComment(items: readonly Item[], index: number): boolean {
  const described = items.slice(index).find(({ kind }) => kind !== 'comment')
  return described?.kind === 'block'
}

function itemLines(item: Item, indent: number): Line[] {
  switch (item.kind) {
    case 'blank':
      return []
    case 'comment':
      return item.text.split('\n').map((line) => ({ indent, lead: `# ${line}`.trimEnd() }))
    case 'attribute':
      return assignment(item.name, item.value, indent)
    case 'block':
      return blockLines(item, indent)
  }
}

function blockLines({ type, labels, body }: Block, indent: number): Line[] {
  const head = [type, ...labels.map(quoted), '{'].join(' ')
  const lines = bodyLines(body, indent + 1)
  if (lines.length === 0) return [{ indent, lead: `${head}}` }]
  return [{ indent, lead: head }, ...lines, { indent, lead: '}' }]
}
