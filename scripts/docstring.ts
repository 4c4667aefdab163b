/** The paragraphs of the docstring right above `export default` in an operation's source, without the comment marks. */
export const docstringOf = (source: string): string => {
  const end = source.indexOf('export default')
  const head = end < 0 ? '' : source.slice(0, end).trimEnd()
  if (!head.endsWith('*/')) return ''
  return head
    .slice(head.lastIndexOf('/**') + 3, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim()
}
