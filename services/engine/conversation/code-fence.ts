/**
 * The fence that is open after a line of Markdown: its own marks, or undefined outside of fenced code. What closes one is at
 * least as long and stands alone (https://spec.commonmark.org/0.31.2/#fenced-code-blocks).
 */
export const fenceAfter = (open: string | undefined, line: string): string | undefined => {
  const [, marks, rest = ''] = /^\s{0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? []
  if (marks === undefined) return open
  if (open === undefined) return marks
  return marks.startsWith(open) && rest.trim() === '' ? undefined : open
}
