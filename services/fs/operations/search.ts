import { dirname, join } from 'node:path'
import { type Context, Directory, NimbusError, operation, z } from '@nimbus/kernel/define'
import { requireDirectory } from '../directory.ts'
import { hiddenWords } from '../hidden-words.ts'
import { nameText } from '../name-text.ts'
import { insideHome } from '../protected.ts'
import { fileResource, shownPath } from '../resource.ts'
import { searchBuiltIn } from '../search-built-in.ts'
import { Match, pieceOf, type SearchQuery, type SearchResult } from '../search-match.ts'
import { searchWithRipgrep } from '../search-ripgrep.ts'
import { counted } from '../size-text.ts'

const search = async (
  directory: string,
  query: SearchQuery,
  ctx: Context,
): Promise<SearchResult & { engine: 'ripgrep' | 'built-in' }> => {
  try {
    return { ...(await searchWithRipgrep(directory, query, ctx)), engine: 'ripgrep' }
  } catch (thrown) {
    if (!(thrown instanceof NimbusError) || thrown.data.code !== 'program-missing') throw thrown
    return { ...(await searchBuiltIn(directory, query, ctx)), engine: 'built-in' }
  }
}

/**
 * Finds a text in the files of a directory: with ripgrep where there is one, else with a built-in search.
 *
 * The pattern is taken as it is unless `regex` says otherwise. Left out are binary files, files over 4 MiB, what
 * `.gitignore` files name, `.git`, `.nimbus`, and files that look like secrets or state: `fs.read` asks about those.
 * No pattern can make it hang: both engines take time in proportion to the text.
 */
export default operation({
  id: 'fs.search',
  summary: 'Find a text in files',
  effect: 'read',
  untrusted: true,
  input: z.object({
    pattern: z
      .string()
      .min(1)
      .regex(/^[^\n\r\0]*$/, 'takes one line')
      .describe('The text to find'),
    path: Directory.default('.').describe('Where to search'),
    regex: z.boolean().default(false).describe('The pattern is a regular expression'),
    ignoreCase: z.boolean().default(false).describe('Capital and small letters are the same'),
    hidden: z.boolean().default(false).describe('Also files whose names begin with a dot'),
    glob: z.array(z.string().min(1)).default([]).describe('Only these files, such as *.tf or envs/**'),
    most: z.number().int().min(1).max(10_000).default(200).describe('How many matching lines at most'),
  }),
  output: z.object({
    matches: z.array(Match).describe('By file, then by line'),
    files: z.number().int().describe('Files with matches'),
    truncated: z.enum(['none', 'matches', 'time']).describe('What ended the search early, if anything did'),
    unread: z.boolean().describe('Some files or directories could not be read, and may hold more'),
    engine: z.enum(['ripgrep', 'built-in']),
  }),
  positional: ['pattern', 'path'],
  examples: [
    { title: 'Where is a variable used', input: { pattern: 'var.region' } },
    {
      title: 'Open security groups in Terraform files',
      input: { pattern: 'cidr_blocks.*0\\.0\\.0\\.0/0', regex: true, glob: ['*.tf'] },
    },
  ],
  phrases: [
    'does {pattern} appear in {path}',
    'does {pattern} appear anywhere',
    'any mention of {pattern}',
    'any mention of {pattern} in {path}',
    '{most} hits for {pattern}',
    'occurrences of {pattern} in {path}',
    'regex {pattern} in {path}',
    'find {pattern} in {path}',
    'show every use of {pattern}',
    'where do we mention {pattern}',
    'all lines with {pattern}',
    'search {pattern}',
    'look through the code for {pattern}',
    'do we reference {pattern} anywhere',
    'where is {pattern} defined',
    'is {pattern} used anywhere',
    'references to {pattern}',
    'look for the text {pattern}',
    'search the code for {pattern}',
    'which file has {pattern}',
    'search for the string {pattern}',
    'search for {pattern} in {path}',
    'find {pattern}',
    'where is {pattern} used',
    'grep {pattern}',
    'grep for {pattern} in {path}',
    'search the files for {pattern}',
    'look for {pattern} in {path}',
    'which files contain {pattern}',
    'which files mention {pattern}',
    'does anything mention {pattern}',
    'find every place that says {pattern}',
    'occurrences of {pattern}',
    'where do we use {pattern}',
    'where does {pattern} occur',
    'search {path} for {pattern}',
    'search {path} with the regex {pattern}',
    'where is {pattern} mentioned',
    'files with {pattern}',
  ],
  words: {
    pattern: { kind: 'search' },
    path: { kind: 'directory', words: ['in {}', 'under {}', 'within {}', 'below {}', '{}'] },
    regex: {
      words: [
        'regex',
        'regexp',
        'regular expression',
        'pattern match',
        'as a regex',
        'is a regex',
        'reg ex',
        'regular expressions',
        'as a regular expression',
      ],
    },
    ignoreCase: {
      words: [
        'ignore case',
        'ignoring case',
        'case insensitive',
        'upper or lower case',
        'upper and lower case',
        'either case',
        'both cases',
        'big or small letters',
        'small or big letters',
        'ignore upper',
        'any case',
        'regardless of case',
        'whatever the case',
        "case doesn't matter",
        'case does not matter',
        'no matter the case',
        'capital or small',
        'case-insensitive',
        'case-insensitively',
        'case insensitively',
        'disregarding case',
        'disregard case',
        'disregarding the case',
        'not case sensitive',
        'not case-sensitive',
        "don't care about case",
        'do not care about case',
        'upper and lower case',
        'lower and upper case',
        'lower or upper case',
        'uppercase or lowercase',
        'lowercase or uppercase',
        'upper or lowercase',
        'lower or uppercase',
        'uppercase and lowercase',
        'either case',
        'both cases',
        'big or small letters',
        'small or big letters',
        'big and small letters',
        'small and big letters',
        'capital and small letters',
        'small and capital letters',
        'capitals or not',
        'caps or not',
        'capitalised or not',
        'capitalized or not',
        'whatever the capitalisation',
        'whatever the capitalization',
        'regardless of capitalisation',
        'regardless of capitalization',
        'ignoring capitals',
        'ignore capitals',
        'ignore upper and lower case',
        'irrespective of case',
        'without regard to case',
      ],
    },
    hidden: { words: hiddenWords },
    glob: { kind: 'glob' },
    most: { kind: 'limit', words: ['{} matches', '{} matching lines'] },
  },
  lines: [
    {
      line: 'grep {pattern~regex} {path?}',
      flags: {
        '-i --ignore-case': 'ignoreCase',
        '-m --max-count': 'most',
        '-n -H -s --line-number --color': null,
        '-r -R -I --recursive': null,
        '-E -P': 'regex',
        '--include': 'glob',
      },
    },
    {
      line: 'egrep {pattern} {path?}',
      flags: {
        '-i --ignore-case': 'ignoreCase',
        '-m --max-count': 'most',
        '-n -H -s --line-number --color': null,
        '-r -R -I': null,
      },
      sets: { regex: true },
    },
    {
      line: 'rg {pattern~regex} {path?}',
      flags: {
        '-i --ignore-case': 'ignoreCase',
        '-m --max-count': 'most',
        '-n -H -s --line-number --color': null,
        '-g --glob': 'glob',
        '-. --hidden': 'hidden',
      },
    },
    {
      line: 'git grep {pattern~regex} {path?}',
      flags: {
        '-i --ignore-case': 'ignoreCase',
        '-m --max-count': 'most',
        '-n -H -s --line-number --color': null,
        '-E -P': 'regex',
      },
    },
  ],

  target: ({ path }) => ({ resources: [fileResource(path)] }),
  async preview({ path }, ctx) {
    return { changes: [{ resource: fileResource(path, ctx.workspace), effect: 'read' }] }
  },
  async run({ path: directory, glob, ...query }, ctx) {
    const shown = shownPath(directory, ctx.workspace)
    await requireDirectory(directory, shown)
    const { matches, truncated, unread, engine } = await search(directory, { ...query, globs: glob }, ctx)
    const closed = new Set(
      [...new Set(matches.map(({ path }) => dirname(path)))].filter((path) => insideHome(join(directory, path))),
    )
    const listed = matches
      .filter(({ path }) => !closed.has(dirname(path)))
      .map(({ path, line, index, text }) => ({
        file: join(shown, path),
        line,
        column: index + 1,
        text: pieceOf(text, index),
      }))
    listed.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
    return { matches: listed, files: new Set(listed.map(({ file }) => file)).size, truncated, unread, engine }
  },
  text({ matches, files, truncated, unread }, { pattern }) {
    const closed = unread ? '; some files or directories could not be read' : ''
    if (matches.length === 0)
      return truncated === 'time'
        ? `no match for ${pattern} in the time there was: search a smaller directory`
        : `no match for ${pattern}${closed}`
    const lines = matches.map(({ file, line, text }) => `${nameText(file)}:${line}  ${text.trim()}`)
    const more = { none: '', matches: '; there are more: raise --most', time: '; not everything was searched in time' }
    const summary = `${counted(matches.length, 'line')} in ${counted(files, 'file')}${more[truncated]}${closed}`
    return [...lines, summary].join('\n')
  },
})
