/** One line of a `.gitignore`. */
interface IgnoreRule {
  matches: RegExp
  negated: boolean
  directoriesOnly: boolean
}

/** The rules of one directory and those above it; the last match wins, deeper files after higher ones. */
export interface IgnoreRules {
  /** Whether git would leave this path out; relative to the directory that the rules were read for. */
  ignores(path: string, isDirectory: boolean): boolean
}

const toRegex = (glob: string, anchored: boolean): RegExp => {
  let source = anchored ? '^' : '^(?:.*/)?'
  for (let i = 0; i < glob.length; i++) {
    const rest = glob.slice(i)
    const character = glob[i] ?? ''
    const bracket = /^\[([!^]?)(\]?[^\]]*)\]/.exec(rest)
    const segment = i === 0 || glob[i - 1] === '/'
    if (segment && rest.startsWith('**/')) {
      source += '(?:.*/)?'
      i += 2
    } else if (segment && rest === '**') {
      source += '.+'
      i += 1
    } else if (character === '*') source += '[^/]*'
    else if (character === '?') source += '[^/]'
    else if (bracket) {
      source += `[${bracket[1] ? '^/' : ''}${(bracket[2] ?? '').replace(/[\\\]^]/g, '\\$&')}]`
      i += bracket[0].length - 1
    } else {
      if (character === '\\') i += 1
      source += (glob[i] ?? '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    }
  }
  return new RegExp(`${source}$`, 's')
}

const toRule = (line: string): IgnoreRule[] => {
  let glob = line.replace(/\r$/, '').replace(/(?<!\\) +$/, '')
  if (glob === '' || glob.startsWith('#')) return []
  const negated = glob.startsWith('!')
  if (negated) glob = glob.slice(1)
  const directoriesOnly = glob.endsWith('/')
  if (directoriesOnly) glob = glob.slice(0, -1)
  const anchored = glob.includes('/')
  glob = glob.replace(/^\//, '')
  if (glob === '') return []
  try {
    return [{ matches: toRegex(glob, anchored), negated, directoriesOnly }]
  } catch {
    // Such as the range [z-a]: git matches nothing with it either.
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
  const rules = text.split('\n').flatMap(toRule)
  return {
    ignores(path, isDirectory) {
      const last = rules.findLast(
        ({ matches, directoriesOnly }) => (isDirectory || !directoriesOnly) && matches.test(path),
      )
      if (last) return !last.negated
      return above?.rules.ignores(above.prefix + path, isDirectory) ?? false
    },
  }
}
