import { type Context, invalid } from '@nimbus/kernel/define'
import { ripgrep } from './programs.ts'
import { isSearched, type RawMatch, type SearchQuery, type SearchResult } from './search-match.ts'

/** Ends the program once there are enough matches: what throws in its listener stops it. */
class Enough extends Error {}

const textIn = (value: unknown): string | undefined => {
  if (!value || typeof value !== 'object') return undefined
  if ('text' in value && typeof value.text === 'string') return value.text
  // Bytes that are not UTF-8.
  if ('bytes' in value && typeof value.bytes === 'string') return Buffer.from(value.bytes, 'base64').toString('utf8')
  return undefined
}

const startOf = (submatches: unknown): number => {
  const first: unknown = Array.isArray(submatches) ? submatches[0] : undefined
  return first && typeof first === 'object' && 'start' in first && typeof first.start === 'number' ? first.start : 0
}

const matchStart = '{"type":"match",'

/** What stands behind the text of a line: every match in it. No text can hold it, because quotes in one are escaped. */
const behindText = ',"submatches":['

/**
 * A message of ripgrep; undefined for what is none. A line with a great many matches in it is longer than a line may be,
 * and comes in pieces: of the first the line and its first match are taken, the others are none.
 */
const messageIn = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    const end = line.startsWith(matchStart) ? line.indexOf(behindText) : -1
    if (end < 0) return undefined
    const message: { data: object } = JSON.parse(`${line.slice(0, end)}}}`)
    const start = /"start":(\d+)/.exec(line.slice(end))?.[1]
    return { ...message, data: { ...message.data, submatches: [{ start: Number(start ?? 0) }] } }
  }
}

/** A line of `rg --json` (documented in ripgrep's grep_printer::JSON) as a match, or undefined for other messages. */
const parse = (line: string): RawMatch | undefined => {
  const message = messageIn(line)
  if (!message || typeof message !== 'object' || !('type' in message) || message.type !== 'match') return undefined
  const data: unknown = 'data' in message ? message.data : undefined
  if (!data || typeof data !== 'object' || !('path' in data) || !('lines' in data) || !('line_number' in data))
    return undefined
  const path = textIn(data.path)?.replace(/^\.\//, '')
  const text = textIn(data.lines)?.replace(/\r?\n$/, '')
  if (path === undefined || text === undefined) return undefined
  // Offsets count bytes.
  const start = startOf('submatches' in data ? data.submatches : undefined)
  const index = Buffer.from(text, 'utf8').subarray(0, start).toString('utf8').length
  return { path, line: Number(data.line_number), index, text }
}

const argvOf = ({ pattern, regex, ignoreCase, hidden }: SearchQuery): string[] => [
  '--json',
  '--no-config',
  '--no-messages',
  '--sort=path',
  '--max-filesize=4M',
  // What is left out is what .gitignore files say, with or without a repository, as the built-in search does.
  '--no-require-git',
  '--no-ignore-global',
  '--no-ignore-exclude',
  '--no-ignore-dot',
  '--iglob=!.git',
  '--iglob=!.nimbus',
  ...(regex ? [] : ['--fixed-strings']),
  ...(ignoreCase ? ['--ignore-case'] : ['--case-sensitive']),
  ...(hidden ? ['--hidden'] : []),
  '--',
  pattern,
  '.',
]

/**
 * Searches a directory with ripgrep.
 *
 * Raises `program-missing` (exit 5) where there is none and `invalid-pattern` (exit 2) for what it cannot compile.
 */
export const searchWithRipgrep = async (directory: string, query: SearchQuery, ctx: Context): Promise<SearchResult> => {
  const matches: RawMatch[] = []
  let finished = false
  let unread = false
  let cut = false
  try {
    const { exitCode, stderr } = await ctx.exec(ripgrep, argvOf(query), {
      cwd: directory,
      accept: [0, 1, 2],
      onLine(line, stream) {
        if (stream !== 'stdout') return
        if (line.includes('"type":"summary"')) finished = true
        const match = parse(line)
        // Of one whose very text did not fit nothing can be told.
        cut ||= !match && line.startsWith(matchStart)
        if (!match || !isSearched(match.path, query.globs)) return
        if (matches.length >= query.most) throw new Enough()
        matches.push(match)
      },
    })
    // Exit code 2 with a summary: some files could not be read, which is no reason to lose the others.
    unread = exitCode === 2 || cut
    if (exitCode === 2 && !finished)
      throw invalid('invalid-pattern', `${query.pattern} is not a regular expression`, {
        at: 'fs.search: pattern',
        why: stderr.trim(),
        next: 'leave out --regex to search for the text as it is',
      })
  } catch (thrown) {
    if (thrown instanceof Enough) return { matches, truncated: 'matches', unread }
    throw thrown
  }
  return { matches, truncated: 'none', unread }
}
