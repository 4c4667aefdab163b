import { File, invalid, operation, z } from '@nimbus/kernel/define'
import { refuseHome } from '../protected.ts'
import { readText } from '../regular-file.ts'
import { fileResource, shownPath } from '../resource.ts'
import { counted } from '../size-text.ts'

/**
 * Reads a text file.
 *
 * Gives at most `lines` lines from `from`. Only regular files of UTF-8 text up to 4 MiB are read; what looks like a
 * secret or a Terraform state is asked about first, and the home of Nimbus itself is never read.
 */
export default operation({
  id: 'fs.read',
  summary: 'Read a text file',
  effect: 'read',
  untrusted: true,
  input: z.object({
    file: File.describe('The file to read'),
    from: z.number().int().min(1).default(1).describe('First line, counted from 1'),
    lines: z.number().int().min(1).optional().describe('How many lines at most'),
  }),
  output: z.object({
    file: z.string().describe('Relative to the workspace'),
    text: z.string(),
    lines: z.number().int().describe('Lines in the whole file'),
    bytes: z.number().int().describe('Size of the whole file'),
    sha256: z.string().describe('Of the whole file; fs.write takes it as `expect`'),
  }),
  positional: ['file'],
  examples: [
    { title: 'Read the README', input: { file: 'README.md' } },
    { title: 'Read ten lines from line 100', input: { file: 'main.tf', from: 100, lines: 10 } },
  ],
  phrases: [
    'paste {file} here',
    'paste {file} in here',
    'paste the content of {file}',
    'put {file} on the screen',
    'drop {file} in the chat',
    'what {file} says',
    'tell me what {file} says',
    'what is in the {file}',
    'content of the file {file}',
    'show the text of {file}',
    'give me {file}',
    'have a look at {file}',
    'read {file}',
    'show me {file}',
    'what is in {file}',
    'cat {file}',
    'open {file}',
    'print {file}',
    'show the file {file}',
    'display the contents of {file}',
    'view {file}',
    'what does {file} say',
    'lines of {file}',
    'first lines of {file}',
    'content of {file}',
    'let me see {file}',
    'read out {file}',
  ],
  words: {
    file: { kind: 'file' },
    from: { kind: 'line-start' },
    lines: { kind: 'line-count' },
  },
  lines: [
    { line: 'cat {file*}', flags: { '-n': null } },
    { line: 'less {file*}' },
    { line: 'more {file*}' },
    { line: 'bat {file*}' },
    { line: 'head {file}', flags: { '-n -# --lines': 'lines' } },
  ],

  target: ({ file }) => ({ resources: [fileResource(file)] }),
  async preview({ file }, ctx) {
    refuseHome(file, shownPath(file, ctx.workspace))
    return { changes: [{ resource: fileResource(file, ctx.workspace), effect: 'read' }] }
  },
  async run({ file, from, lines }, ctx) {
    const shown = shownPath(file, ctx.workspace)
    const { text: whole, bytes, sha256 } = await readText(file, shown)
    const all = whole.match(/[^\n]*\n|[^\n]+$/g) ?? []
    if (from > Math.max(1, all.length))
      throw invalid('past-the-end', `${shown} has no line ${from}`, {
        at: `${shown}:${from}`,
        why: `it has ${counted(all.length, 'line')}`,
        next: `read from line ${Math.max(1, all.length - 20)}`,
      })
    const text = all.slice(from - 1, lines === undefined ? undefined : from - 1 + lines).join('')
    return { file: shown, text, lines: all.length, bytes: bytes.length, sha256 }
  },
  text: ({ text }) => text,
})
