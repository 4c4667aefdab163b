const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
}

/** Gives the meaning of the text between quotes: backslash escapes, then `$${` and `%%{`. */
export function unescapeQuoted(text: string): string {
  if (!text.includes('\\')) return unescapeTemplate(text)
  return unescapeTemplate(text).replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs,
    (whole, short: string | undefined, long: string | undefined, letter: string | undefined) => {
      const code = Number.parseInt(short ?? long ?? '', 16)
      if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : whole
      return escapes[letter ?? ''] ?? whole
    },
  )
}

/** Gives the meaning of heredoc text, in which only `$${` and `%%{` are escapes. */
export function unescapeTemplate(text: string): string {
  return text.replaceAll(/([$%])\1(?=\{)/g, '$1')
}

/**
 * Takes the indentation that all lines share from the pieces of a `<<-` heredoc; `undefined` stands for a sequence.
 *
 * HCL specification, "Template Expressions" (github.com/hashicorp/hcl, hclsyntax/spec.md, 2024).
 */
export function removeSharedIndent(pieces: readonly (string | undefined)[]): (string | undefined)[] {
  const marked = pieces.map((piece) => piece ?? '\u0000').join('')
  const indents = marked
    .split('\n')
    .filter((line, index, lines) => line.trim() !== '' || (index < lines.length - 1 && line !== ''))
    .map((line) => line.length - line.replace(/^[ \t]+/, '').length)
  const shared = Math.min(...indents)
  if (!Number.isFinite(shared) || shared === 0) return [...pieces]
  let atLineStart = true
  return pieces.map((piece) => {
    const cut = piece === undefined ? undefined : dedent(piece, shared, atLineStart)
    atLineStart = piece?.endsWith('\n') ?? false
    return cut
  })
}

function dedent(text: string, shared: number, atLineStart: boolean): string {
  const pattern = new RegExp(`^[ \\t]{0,${shared}}`)
  return text
    .split('\n')
    .map((line, index) => (index > 0 || atLineStart ? line.replace(pattern, '') : line))
    .join('\n')
}
