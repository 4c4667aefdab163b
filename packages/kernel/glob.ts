const cache = new Map<string, RegExp>()

const compile = (pattern: string): RegExp => {
  let source = ''
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? ''
    if (char === '*' && pattern[i + 1] === '*') {
      // `**/` also stands for nothing, so that `**/.env` finds one at the top.
      const slash = pattern[i + 2] === '/'
      source += slash ? '(?:.*/)?' : '.*'
      i += slash ? 2 : 1
    } else if (char === '*') source += '[^/]*'
    else if (char === '?') source += '[^/]'
    else if (char === '{') source += '(?:'
    else if (char === '}') source += ')'
    else if (char === ',' && source.lastIndexOf('(?:') > source.lastIndexOf(')')) source += '|'
    else source += char.replace(/[.+^$()|[\]\\]/g, '\\$&')
  }
  return new RegExp(`^${source}$`, 's')
}

/** Whether a text matches a pattern of `*` (within a segment), `**` (across), `?` and `{a,b}`. */
export const globMatches = (pattern: string, text: string): boolean => {
  let regex = cache.get(pattern)
  if (!regex) {
    regex = compile(pattern)
    cache.set(pattern, regex)
  }
  return regex.test(text)
}
