import { lstat } from 'node:fs/promises'
import { Directory, operation, z } from '@nimbus/kernel/define'
import { absentAsUndefined } from '../absent.ts'
import { requireDirectory } from '../directory.ts'
import { hiddenWords } from '../hidden-words.ts'
import { nameText } from '../name-text.ts'
import { fileResource, shownPath } from '../resource.ts'
import { counted } from '../size-text.ts'
import { Entry, treeText } from '../tree-text.ts'
import { walk } from '../walk.ts'

/**
 * Shows a directory as a tree: directories first, then by name, to a depth.
 *
 * What `.gitignore` files leave out is left out unless asked for; `.git` and `.nimbus` always are. Links are named,
 * not followed.
 */
export default operation({
  id: 'fs.tree',
  summary: 'Show a directory as a tree',
  effect: 'read',
  untrusted: true,
  input: z.object({
    path: Directory.default('.').describe('Where to start'),
    depth: z.number().int().min(1).max(50).default(3).describe('How many levels'),
    hidden: z.boolean().default(false).describe('Also names that begin with a dot'),
    ignored: z.boolean().default(false).describe('Also what .gitignore leaves out'),
    sizes: z.boolean().default(false).describe('With the sizes of files'),
    most: z.number().int().min(1).max(20_000).default(1000).describe('How many entries at most'),
  }),
  output: z.object({
    directory: z.string().describe('Relative to the workspace'),
    entries: z.array(Entry).describe('In the order of the tree'),
    directories: z.number().int(),
    files: z.number().int().describe('Files, links and others'),
    unreadable: z.array(z.string()).describe('Directories that could not be read'),
    truncated: z.boolean().describe('Whether there is more than was asked for'),
  }),
  positional: ['path'],
  examples: [
    { title: 'Three levels from here', input: {} },
    { title: 'One level with sizes', input: { depth: 1, sizes: true } },
  ],
  phrases: [
    'folder tree',
    'show the structure of {path}',
    'files of {path} as a tree',
    'show the tree of {path}',
    'how is {path} organised',
    'tree of {path}',
    'tree {path}',
    'directory tree',
    'show the whole tree',
    'folder structure of {path}',
    'structure of this repository',
    'how is this repository organised',
    'layout of the project',
    'what is in this repository',
    'overview of the files',
    'sizes of the files in {path}',
    'file sizes in {path}',
    'how big are the files in {path}',
    'directory structure',
  ],
  words: {
    path: { kind: 'directory' },
    depth: {
      words: [
        'no deeper than {} levels',
        'not deeper than {} levels',
        'no deeper than {}',
        'not deeper than {}',
        'maximum depth {}',
        'down to level {}',
        'to level {}',
        'to a depth of {}',
        '{} directories deep',
        '{} folders deep',
        '{} levels down',
        '{} layers',
        '{} deep at most',
        '{} levels',
        '{} level',
        'depth {}',
        '{} deep',
        'depth of {}',
        '{} levels deep',
      ],
    },
    hidden: { words: hiddenWords },
    ignored: {
      words: [
        'ignored',
        'git ignores',
        'gitignored',
        'ignored by git',
        'what git leaves out',
        '.gitignore hides',
        '.gitignore leaves out',
        '.gitignore excludes',
        '.gitignore ignores',
        'gitignore hides',
        'gitignore leaves out',
        'git does not see',
        'git leaves out',
        'git hides',
        'git skips',
        'excluded by git',
        'excluded from git',
      ],
    },
    sizes: {
      words: [
        'sizes',
        'with sizes',
        'file sizes',
        'how large',
        'how big',
        'with size',
        'size of each',
        'size of every',
        'how much space',
        'how heavy',
        'how many bytes',
        'in bytes',
        'how much room',
      ],
    },
    most: { kind: 'limit' },
  },
  lines: [
    { line: 'tree {path?}', flags: { '-L': 'depth', '-a': 'hidden', '-s -h': 'sizes', '-C -F -n': null } },
    { line: 'ls -R {path?}', flags: { '-a -A': 'hidden', '-l': null } },
  ],

  target: ({ path }) => ({ resources: [fileResource(path)] }),
  async preview({ path }, ctx) {
    return { changes: [{ resource: fileResource(path, ctx.workspace), effect: 'read' }] }
  },
  async run({ path: directory, depth, hidden, ignored, sizes, most }, ctx) {
    const shown = shownPath(directory, ctx.workspace)
    await requireDirectory(directory, shown)
    const entries: z.infer<typeof Entry>[] = []
    const unreadable: string[] = []
    let truncated = false
    const options = {
      depth,
      hidden,
      ignored: ignored ? ('show' as const) : ('skip' as const),
      signal: ctx.signal,
      unreadable: (path: string) => unreadable.push(path),
    }
    for await (const { path, absolute, type } of walk(directory, ctx.workspace, options)) {
      if (entries.length >= most) {
        truncated = true
        break
      }
      const bytes = sizes && type === 'file' ? (await lstat(absolute).catch(absentAsUndefined))?.size : undefined
      entries.push({ path, type, ...(bytes === undefined ? {} : { bytes }) })
    }
    const directories = entries.filter(({ type }) => type === 'directory').length
    return { directory: shown, entries, directories, files: entries.length - directories, unreadable, truncated }
  },
  text({ directory, entries, directories, files, unreadable, truncated }) {
    const summary = `${counted(directories, 'directory', 'directories')}, ${counted(files, 'file')}`
    const more = truncated ? '; there is more: raise --most or lower --depth' : ''
    return [
      nameText(directory),
      ...treeText(entries),
      `${summary}${more}`,
      ...unreadable.map((path) => `! ${nameText(path)} cannot be read`),
    ].join('\n')
  },
})
