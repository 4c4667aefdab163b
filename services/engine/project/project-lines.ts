/** Gives where a path of a YAML text is written, as `file:line`; undefined for one that is not there. */
export const linesOf = async (
  text: string,
  shown: string,
): Promise<(path: readonly string[]) => string | undefined> => {
  const { isMap, isScalar, LineCounter, parseDocument } = await import('yaml')
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, uniqueKeys: false })
  return (path) => {
    const parent: unknown = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
    if (!isMap(parent)) return undefined
    const key = parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === path.at(-1))?.key
    return isScalar(key) && key.range ? `${shown}:${lineCounter.linePos(key.range[0]).line}` : undefined
  }
}
