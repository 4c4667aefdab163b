import { type Context, invalid } from '@nimbus/kernel/define'
import { createMatcher, type Matcher } from './pattern/matcher.ts'
import { PatternError } from './pattern/syntax.ts'
import { largest, readIfAny, textOf } from './regular-file.ts'
import { isSearched, type RawMatch, type SearchQuery, type SearchResult } from './search-match.ts'
import { walk } from './walk.ts'

/** How long a built-in search may take, in milliseconds. */
const patience = 20_000

const matcherFor = ({ pattern, regex, ignoreCase }: SearchQuery): Matcher => {
  if (!regex) {
    if (!ignoreCase) return (line) => line.indexOf(pattern)
    const wanted = pattern.toLowerCase()
    return (line) => line.toLowerCase().indexOf(wanted)
  }
  try {
    return createMatcher(pattern, { ignoreCase })
  } catch (thrown) {
    if (!(thrown instanceof PatternError)) throw thrown
    throw invalid('invalid-pattern', `${pattern} is not a regular expression that the built-in search takes`, {
      at: `fs.search: pattern, column ${thrown.column}`,
      why: thrown.message,
      next: 'leave out --regex to search for the text as it is',
      cause: thrown,
    })
  }
}

/** Searches a directory file by file. Files that are binary or over 4 MiB are passed over. */
export const searchBuiltIn = async (directory: string, query: SearchQuery, ctx: Context): Promise<SearchResult> => {
  const find = matcherFor(query)
  const matches: RawMatch[] = []
  const end = performance.now() + patience
  let unread = false
  const unreadable = () => {
    unread = true
  }
  const options = { hidden: query.hidden, ignored: 'skip' as const, signal: ctx.signal, unreadable }
  for await (const { path, absolute, type } of walk(directory, ctx.workspace, options)) {
    if (type !== 'file' || !isSearched(path, query.globs)) continue
    const text = await readable(absolute, path, unreadable)
    if (text === undefined) continue
    for (const [i, line] of text.split(/\r?\n/).entries()) {
      const index = find(line)
      if (index >= 0) {
        if (matches.length >= query.most) return { matches, truncated: 'matches', unread }
        matches.push({ path, line: i + 1, index, text: line })
      }
      if (performance.now() > end) return { matches, truncated: 'time', unread }
    }
  }
  return { matches, truncated: 'none', unread }
}

const readable = async (file: string, shown: string, unreadable: () => void): Promise<string | undefined> => {
  if (Bun.file(file).size > largest) return undefined
  try {
    const image = await readIfAny(file, shown)
    return image && textOf(image.bytes)
  } catch {
    // Passed over, as ripgrep does; who searches is told.
    unreadable()
    return undefined
  }
}
