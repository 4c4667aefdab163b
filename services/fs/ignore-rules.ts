import { createMatcher } from './pattern/matcher.ts'

/** One line of a `.gitignore`. */
interface IgnoreRule {
  matches: (path: string) => boolean
  negated: boolean
  directoriesOnly: boolean
}

/** The rules of one directory and those above it; the last match wins, deeper files after higher ones. */
export interface IgnoreRules {
  /** Whether git would leave this path out; relative to the directory that the rules were read for. */
  ignores(path: string, isDirectory: boolean): boolean
}

/** A longer line names no path that there could be, and reading it would take long. */
const longest = 4096

/**
 * So many wildcards are tried one after the other, which is quick. Of more there are more ways than anybody can wait for:
 * then all of them are followed at once.
 */
const mostTried = 2

/** So many lines of a file may have more wildcards: to follow all ways of one takes a hundred times as long. */
const mostFollowed = 200

const compiled = (source: string, wildcards: number): IgnoreRule['matches'] => {
  if (wildcards > mostTried) {
    const find = createMatcher(source, { ignoreCase: false })
    return (path) => find(path) >= 0
  }
  const regex = new RegExp(source)
  return (path) => regex.test(path)
}

const toMatcher = (glob: string, anchored: boolean, mayFollow: () => boolean): IgnoreRule['matches'] => {
  let wildcards = 0
  let source = anchored ? '^' : '^(?:[^/]*/)*'
  const lastClosing = glob.lastIndexOf(']')
  const wild = (part: string): void => {
    wildcards += 1
    source += part
  }
  for (let i = 0; i < glob.length; i++) {
    const rest = glob.slice(i)
    const character = glob[i] ?? ''
    // Of brackets that nothing closes each would be followed to the end of the line.
    const bracket = i < lastClosing ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(rest) : null
    const segment = i === 0 || glob[i - 1] === '/'
    if (segment && rest.startsWith('**/')) {
      wild('(?:[^/]*/)*')
      i += 2
    } else if (segment && rest === '**') {
      wild('(?:[^/]|/)+')
      i += 1
    } else if (character === '*') wild('[^/]*')
    else if (character === '?') source += '[^/]'
    else if (bracket) {
      source += `[${bracket[1] ? '^/' : ''}${(bracket[2] ?? '').replace(/[[\\\]^]/g, '\\$&')}]`
      i += bracket[0].length - 1
    } else {
      if (character === '\\') i += 1
      source += (glob[i] ?? '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    }
  }
  if (wildcards > mostTried && !mayFollow()) return () => false
  return compiled(`${source}$`, wildcards)
}

/** Spaces at the end mean nothing, but for one behind a backslash. A pattern would try them from each on anew. */
const withoutSpaces = (line: string): string => {
  let end = line.length
  while (line[end - 1] === ' ' && line[end - 2] !== '\\') end -= 1
  return line.slice(0, end)
}

const toRule = (line: string, mayFollow: () => boolean): IgnoreRule[] => {
  let glob = withoutSpaces(line.replace(/\r$/, ''))
  if (glob === '' || glob.startsWith('#') || glob.length > longest) return []
  const negated = glob.startsWith('!')
  if (negated) glob = glob.slice(1)
  const directoriesOnly = glob.endsWith('/')
  if (directoriesOnly) glob = glob.slice(0, -1)
  const anchored = glob.includes('/')
  glob = glob.replace(/^\//, '')
  if (glob === '') return []
  try {
    return [{ matches: toMatcher(glob, anchored, mayFollow), negated, directoriesOnly }]
  } catch {
    // Such as the range [z-a], with which git matches nothing either; or more of a pattern than fits a path.
    return []
  }
}

/**
 * The rules of a `.gitignore` (gitignore(5)), after those of the directories above.
 *
 * `prefix` is what leads from the rules above to this directory, such as `docs/`. Not honoured, because they lie
 * outside the tree: `.git/info/exclude` and a user's global file.
 */
export const ignoreRules = (text: string, above?: { rules: IgnoreRules; prefix: string }): IgnoreRules => {
  let followed = 0
  const rules = text.split('\n').flatMap((line) => toRule(line, () => ++followed <= mostFollowed))
  return {
    ignores(path, isDirectory) {
      const last = rules.findLast(({ matches, directoriesOnly }) => (isDirectory || !directoriesOnly) && matches(path))
      if (last) return !last.negated
      return above?.rules.ignores(above.prefix + path, isDirectory) ?? false
    },
  }
}
