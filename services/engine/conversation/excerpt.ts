/** How much is shown around a word, in characters. */
const around = 40

/** A text around the first of some words in lower case, on one line; undefined when one of them is not in it. */
export const excerptOf = (text: string, words: readonly string[]): string | undefined => {
  const lower = text.toLowerCase()
  const [first = ''] = words
  if (!words.every((word) => lower.includes(word))) return undefined
  const at = lower.indexOf(first)
  const start = Math.max(0, at - around)
  const end = at + first.length + around
  const piece = text.slice(start, end).replaceAll(/\s+/g, ' ')
  return `${start > 0 ? '…' : ''}${piece}${end < text.length ? '…' : ''}`
}
