import { fenceAfter } from '../conversation/code-fence.ts'
import type { Paint } from './paint.ts'
import { shown } from './shown.ts'

/** Emphasis and code within a line. What is not closed yet, because it is still written, stays as it is. */
const inline = (text: string, paint: Paint): string =>
  text
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.length > 2 && part.startsWith('`') && part.endsWith('`')
        ? paint.cyan(part.slice(1, -1))
        : part
            .replace(/\*\*([^*]+)\*\*/g, (_, inner: string) => paint.bold(inner))
            .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, (_, inner: string) => paint.italic(inner))
            .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label: string, url: string) => `${label} (${url})`),
    )
    .join('')

const wrapped = (text: string, width: number, indent: string): string[] =>
  Bun.wrapAnsi(text, Math.max(10, width - indent.length), { hard: true, trim: false })
    .split('\n')
    .map((line) => indent + line)

/** A line and what it hangs from: the mark of a list, of a quotation. */
const hung = (mark: string, text: string, width: number): string[] => {
  const indent = ' '.repeat(Bun.stringWidth(mark))
  return wrapped(text, width, indent).map((line, i) => (i === 0 ? mark + line.slice(indent.length) : line))
}

const blockLine = (line: string, width: number, paint: Paint): string[] => {
  const [, heading] = /^#{1,6}\s+(.*)$/.exec(line) ?? []
  if (heading !== undefined) return wrapped(paint.bold(inline(heading, paint)), width, '')
  const [, space = '', bullet, item] = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/.exec(line) ?? []
  if (item !== undefined && bullet !== undefined)
    return hung(`${space}${/\d/.test(bullet) ? bullet : '•'} `, inline(item, paint), width)
  const [, quotation] = /^>\s?(.*)$/.exec(line) ?? []
  if (quotation !== undefined) return hung('│ ', paint.dim(inline(quotation, paint)), width)
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return [paint.dim('─'.repeat(Math.min(width, 40)))]
  return wrapped(inline(line, paint), width, '')
}

/**
 * Markdown as lines for a terminal of a width. Text of a model may not steer the terminal, so that whatever is not seen is
 * written out first.
 */
export const markdownLines = (text: string, width: number, paint: Paint): string[] => {
  let fence: string | undefined
  return shown(text)
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const before = fence
      fence = fenceAfter(fence, line)
      // The lines of the fence itself say nothing.
      if (before !== fence) return []
      return fence === undefined ? blockLine(line, width, paint) : wrapped(paint.cyan(line), width, '  ')
    })
}
