/**
 * As deep as braces and quotes may lie in each other: about 300 levels of `"${`, as many as are walked afterwards. The
 * grammar writes down the whole nest at each level, so that a megabyte of `${` takes it half a minute.
 */
const maxDepth = 600

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf('\n', from)
  return at === -1 ? text.length : at
}

const commentEnd = (text: string, from: number): number => {
  const at = text.indexOf('*/', from + 2)
  return at === -1 ? text.length : at + 2
}

/**
 * Where a text becomes nested too deeply; undefined where it does not. One pass over the characters, which knows strings,
 * templates in them and comments, and takes the rest, heredocs too, by their braces.
 */
export function tooDeepAt(text: string): number | undefined {
  const open: ('"' | '{')[] = []
  let at = 0
  while (at < text.length) {
    const character = text[at]
    if (open.at(-1) === '"') {
      if (character === '\\') at += 1
      else if (character === '"' || character === '\n') open.pop()
      else if ((character === '$' || character === '%') && text[at + 1] === '{') {
        // A doubled sign stands for itself.
        if (text[at - 1] !== character) open.push('{')
        at += 1
      }
    } else if (character === '#' || (character === '/' && text[at + 1] === '/')) at = lineEnd(text, at)
    else if (character === '/' && text[at + 1] === '*') at = commentEnd(text, at) - 1
    else if (character === '"' || character === '{') open.push(character)
    else if (character === '}' && open.length > 0) open.pop()
    if (open.length > maxDepth) return at
    at += 1
  }
  return undefined
}
