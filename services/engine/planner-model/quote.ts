/** Where a text has words of a quotation, each of them whole: neither `a` of `a.txt` nor `art` of `start`. */
export const quotedIn = (text: string, quote: string): readonly { start: number; end: number }[] => {
  const words = quote
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => RegExp.escape(word))
  if (words.length === 0) return []
  const whole = new RegExp(
    String.raw`(?<![\p{L}\p{N}_]|[\p{L}\p{N}_][./-])${words.join(String.raw`\s+`)}(?![\p{L}\p{N}_]|[./-][\p{L}\p{N}_])`,
    'giu',
  )
  return [...text.matchAll(whole)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }))
}
