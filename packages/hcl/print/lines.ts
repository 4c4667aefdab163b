/** One printed line; `value` is a whole value right of `=`, which may be moved to align it. A heredoc is one line. */
export type Line = { readonly indent: number; readonly lead: string; readonly value?: string }

/** One level of indentation. */
export const unit = '  '

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Joins lines, aligning the `=` of neighbouring assignments.
 *
 * The rule is that of `formatCells` in hclwrite/format.go (github.com/hashicorp/hcl, v2.23, 2024): a run is a
 * sequence of lines each holding a whole assignment, so a blank line, a comment or a value that opens a bracket
 * and does not close it ends the run.
 */
export function joinLines(lines: readonly Line[]): string {
  let printed = ''
  let run: Line[] = []
  const closeRun = () => {
    const width = Math.max(0, ...run.map((line) => columns(line.lead)))
    for (const line of run) printed += lineText(line, width)
    run = []
  }
  for (const line of lines) {
    if (line.value !== undefined) {
      run.push(line)
      continue
    }
    closeRun()
    printed += lineText(line, 0)
  }
  closeRun()
  return printed
}

function lineText({ indent, lead, value }: Line, width: number): string {
  if (value === undefined) return lead === '' ? '\n' : `${unit.repeat(indent)}${lead}\n`
  return `${unit.repeat(indent)}${lead}${' '.repeat(width - columns(lead))} = ${value}\n`
}

// hclwrite counts grapheme clusters, however wide the terminal draws them.
function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  return [...graphemes.segment(text)].length
}
