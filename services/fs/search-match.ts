import { globMatches, looksSecret, z } from '@nimbus/kernel/define'

/** The longest piece of a line that is given; longer lines are cut around the match. */
const longestPiece = 300

/** One line that matches. */
export const Match = z.object({
  file: z.string().describe('Relative to the workspace'),
  line: z.number().int().describe('Counted from 1'),
  column: z.number().int().describe('Where the first match in the line begins, counted from 1'),
  text: z.string().describe('The line; long ones are cut around the match, with … where something is missing'),
})

/** What is searched for, and what is left out; paths are relative to the directory that is searched. */
export interface SearchQuery {
  pattern: string
  regex: boolean
  ignoreCase: boolean
  hidden: boolean
  /** Only files that match one of these; all when empty. */
  globs: readonly string[]
  most: number
}

/** A match before its path is made relative to the workspace, its column an index into the line. */
export interface RawMatch {
  path: string
  line: number
  index: number
  text: string
}

/** What a search gives. */
export interface SearchResult {
  matches: RawMatch[]
  truncated: 'matches' | 'time' | 'none'
  /** Some files or directories could not be read. */
  unread: boolean
}

/** Whether a file is searched: it does not look like a secret, and a glob names it or none was given. */
export const isSearched = (path: string, globs: readonly string[]): boolean =>
  !looksSecret(path) &&
  (globs.length === 0 || globs.some((glob) => globMatches(glob.includes('/') ? glob : `**/${glob}`, path)))

/** A line cut to a readable length around an index. */
export const pieceOf = (line: string, index: number): string => {
  if (line.length <= longestPiece) return line
  const start = Math.max(0, Math.min(index - longestPiece / 3, line.length - longestPiece))
  const from = Math.floor(start)
  const piece = line.slice(from, from + longestPiece)
  return `${from > 0 ? '…' : ''}${piece}${from + longestPiece < line.length ? '…' : ''}`
}
