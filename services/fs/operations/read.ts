import { readFile, stat } from 'node:fs/promises'
import { File, invalid, missing, operation, z } from '@nimbus/kernel/define'
import { fileResource } from '../resource.ts'

/** The most that one call reads, in bytes. */
const largest = 4 * 1024 * 1024

/**
 * Reads a text file of the workspace.
 *
 * Gives at most `lines` lines from `from`. Binary files and files over 4 MiB are refused; what looks like a secret or
 * a Terraform state is asked about first.
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
    file: z.string(),
    text: z.string(),
    lines: z.number().int().describe('Lines in the whole file'),
    bytes: z.number().int().describe('Size of the whole file'),
  }),
  positional: ['file'],
  examples: [{ title: 'Read the README', input: { file: 'README.md' } }],
  phrases: ['read {file}', 'show me {file}'],

  target: ({ file }) => ({ resources: [fileResource(file)] }),
  async preview({ file }, ctx) {
    return { changes: [{ resource: fileResource(file, ctx.workspace), effect: 'read' }] }
  },
  async run({ file, from, lines }) {
    const status = await stat(file).catch(() => undefined)
    if (!status?.isFile())
      throw missing('no-file', `${file} is not a file`, { at: file, next: 'list what is there with: nimbus fs list' })
    if (status.size > largest)
      throw invalid('too-large', `${file} is larger than 4 MiB`, { at: file, next: 'search it with: nimbus fs search' })
    const bytes = await readFile(file)
    if (bytes.includes(0)) throw invalid('binary-file', `${file} is not text`, { at: file })
    const all = bytes.toString('utf8').split('\n')
    const text = all.slice(from - 1, lines ? from - 1 + lines : undefined).join('\n')
    return { file, text, lines: all.at(-1) === '' ? all.length - 1 : all.length, bytes: bytes.length }
  },
  text: ({ text }) => text,
})
