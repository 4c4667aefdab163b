import type { Dirent } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Directory, operation, z } from '@nimbus/kernel/define'
import { absentAsUndefined } from '../absent.ts'
import { requireDirectory } from '../directory.ts'
import { hiddenWords } from '../hidden-words.ts'
import { nameText } from '../name-text.ts'
import { fileResource, shownPath } from '../resource.ts'
import { counted, sizeText } from '../size-text.ts'
import { typeOf } from '../walk.ts'

/** Entries that one call gives. */
const mostEntries = 5000

const marks = { file: '', directory: '/', link: '', other: '' }

/** One entry; undefined when it has gone since its name was read. */
const lookAt = async (directory: string, entry: Dirent) => {
  const path = join(directory, entry.name)
  const status = await lstat(path).catch(absentAsUndefined)
  if (!status) return undefined
  const type = typeOf(entry)
  const target = type === 'link' ? await readlink(path).catch(absentAsUndefined) : undefined
  return {
    name: entry.name,
    type,
    ...(type === 'file' ? { bytes: status.size } : {}),
    modified: status.mtime.toISOString(),
    ...(target === undefined ? {} : { target }),
  }
}

/**
 * Lists one directory: directories first, then by name.
 *
 * Links are named with what they say, not followed. Sizes are those of files.
 */
export default operation({
  id: 'fs.list',
  summary: 'List a directory',
  effect: 'read',
  untrusted: true,
  input: z.object({
    path: Directory.default('.').describe('The directory to list'),
    hidden: z.boolean().default(false).describe('Also names that begin with a dot'),
  }),
  output: z.object({
    directory: z.string().describe('Relative to the workspace'),
    entries: z.array(
      z.object({
        name: z.string(),
        type: z.enum(['file', 'directory', 'link', 'other']),
        bytes: z.number().int().optional().describe('Size of a file'),
        modified: z.string().describe('ISO 8601'),
        target: z.string().optional().describe('What a link says'),
      }),
    ),
    hidden: z.number().int().describe('How many names that begin with a dot were left out'),
    truncated: z.boolean().describe('Whether there are more than 5000 entries'),
  }),
  positional: ['path'],
  examples: [
    { title: 'What is here', input: {} },
    { title: 'Everything in src', input: { path: 'src', hidden: true } },
  ],
  phrases: [
    'list all files',
    'files in {path}',
    'which files does {path} have',
    'what lies in {path}',
    'directory listing of {path}',
    'what is inside {path}',
    'show me everything in {path}',
    'dir {path}',
    'list everything in {path}',
    'list {path}',
    'what files are in {path}',
    'which files are here',
    'list the directory {path}',
    'list the files in {path}',
    'what is in the directory {path}',
    'ls {path}',
    'contents of the directory {path}',
    'show the files of {path}',
    'what do we have in the folder {path}',
    'which documents are under {path}',
    'which documents do we have under {path}',
    'which files live under {path}',
    'what do we have in {path}',
  ],
  words: {
    path: { kind: 'directory' },
    hidden: { words: hiddenWords },
  },
  lines: [{ line: 'ls {path?}', flags: { '-a -A --all': 'hidden', '-l -h -1 -F --color': null } }],

  target: ({ path }) => ({ resources: [fileResource(path)] }),
  async preview({ path }, ctx) {
    return { changes: [{ resource: fileResource(path, ctx.workspace), effect: 'read' }] }
  },
  async run({ path: directory, hidden }, ctx) {
    const shown = shownPath(directory, ctx.workspace)
    await requireDirectory(directory, shown)
    const all = await readdir(directory, { withFileTypes: true })
    const visible = all.filter(({ name }) => hidden || !name.startsWith('.'))
    visible.sort((a, b) => {
      if (a.isDirectory() !== b.isDirectory()) return a.isDirectory() ? -1 : 1
      return a.name < b.name ? -1 : 1
    })
    const looked = await Promise.all(visible.slice(0, mostEntries).map((entry) => lookAt(directory, entry)))
    const entries = looked.filter((entry) => entry !== undefined)
    return {
      directory: shown,
      entries,
      hidden: all.length - visible.length,
      truncated: visible.length > mostEntries,
    }
  },
  text({ directory, entries, hidden, truncated }) {
    const sizes = entries.map(({ bytes }) => (bytes === undefined ? '' : sizeText(bytes)))
    const width = Math.max(0, ...sizes.map((size) => size.length))
    const rows = entries.map(({ name, type, modified, target }, i) => {
      const when = modified.slice(0, 16).replace('T', ' ')
      return `${(sizes[i] ?? '').padStart(width)}  ${when}  ${nameText(name)}${marks[type]}${target ? ` → ${nameText(target)}` : ''}`
    })
    const notes = [
      ...(hidden > 0 ? [`${counted(hidden, 'hidden name')}: show with --hidden`] : []),
      ...(truncated ? [`only the first ${mostEntries} are listed`] : []),
    ]
    if (rows.length === 0) return `${nameText(directory)} is empty${hidden > 0 ? ` but for ${notes.join('; ')}` : ''}`
    return [...rows, ...(notes.length > 0 ? [`(${notes.join('; ')})`] : [])].join('\n')
  },
})
