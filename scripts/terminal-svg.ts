/** Columns of a picture. */
export const columns = 112

const colours: Readonly<Record<string, string>> = { 31: '#f47067', 32: '#57ab5a', 33: '#c69026', 36: '#39c5cf' }
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A line with ANSI styles as SVG text spans. */
const spans = (line: string): string => {
  let style = ''
  return line
    .split('\u001b[')
    .map((part, index) => {
      if (index === 0) return escaped(part)
      const [, code = '', text = ''] = /^(\d+)m(.*)$/s.exec(part) ?? []
      if (code === '1') style = ' font-weight="bold"'
      else if (code === '2') style = ' fill="#768390"'
      else style = colours[code] ? ` fill="${colours[code]}"` : ''
      return text === '' ? '' : `<tspan${style}>${escaped(text)}</tspan>`
    })
    .join('')
}

const wrapped = (line: string): string[] => {
  if (Bun.stringWidth(line) <= columns) return [line]
  return Bun.wrapAnsi(line, columns, { hard: true, trim: false }).split('\n')
}

/** Lines with ANSI styles as a picture of a terminal, in SVG. */
export const terminalSvg = (said: readonly string[]): string => {
  const lines = said.flatMap(wrapped)
  const height = 16 * lines.length + 24
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${columns * 7.3 + 32}" height="${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">
<rect width="100%" height="100%" rx="8" fill="#1c2128"/>
${lines.map((line, index) => `<text x="16" y="${24 + index * 16}" fill="#cdd9e5" xml:space="preserve">${spans(line)}</text>`).join('\n')}
</svg>
`
}
