/** Escapes `${` and `%{` so that the text means itself inside a quoted string or heredoc. */
export function escapeTemplate(text: string): string {
  return text.replaceAll(/([$%])(?=\{)/g, '$1$1')
}

/** Gives a quoted HCL string that means exactly this text. */
export function quoted(text: string): string {
  return `"${escapeQuoted(escapeTemplate(text))}"`
}

/** Gives a quoted HCL template: `${…}` and `%{…}` are copied as they stand, everything between them is escaped. */
export function quotedTemplate(text: string): string {
  let printed = ''
  let position = 0
  while (position < text.length) {
    const opening = nextSequence(text, position)
    if (opening === undefined) break
    const end = sequenceEnd(text, opening)
    printed += escapeQuoted(text.slice(position, opening)) + text.slice(opening, end)
    position = end
  }
  return `"${printed}${escapeQuoted(text.slice(position))}"`
}

/** Says whether a name can stand as an object key or attribute name without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(name)
}

// `$${` and `%%{` are the escaped forms and start no sequence.
function nextSequence(text: string, from: number): number | undefined {
  for (let index = from; index < text.length - 1; index++) {
    const character = text[index]
    if (character !== '$' && character !== '%') continue
    if (text[index + 1] === '{') return index
    if (text[index + 1] === character && text[index + 2] === '{') index += 2
  }
  return undefined
}

function sequenceEnd(text: string, opening: number): number {
  let depth = 0
  let inString = false
  for (let index = opening + 1; index < text.length; index++) {
    const character = text[index]
    if (inString && character === '\\') index++
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return index + 1
  }
  throw new TypeError(`template: the sequence that opens at character ${opening} is never closed: ${text}`)
}

function escapeQuoted(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
