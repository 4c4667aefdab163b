import { File, invalid, operation, z } from '@nimbus/kernel/define'
import { changeOf, stateOf } from '../file-change.ts'
import { foresee, mustBe, mustBeForeseen } from '../foreseen.ts'
import { sweepLeftovers } from '../leftovers.ts'
import { nameText } from '../name-text.ts'
import { newFileMode } from '../new-file-mode.ts'
import { refuseProtected } from '../protected.ts'
import { type FileImage, largest, readIfAny, sha256 } from '../regular-file.ts'
import { missingAbove, placeFile } from '../replace-file.ts'
import { fileResource, shownPath } from '../resource.ts'
import { sizeText } from '../size-text.ts'
import { contentFindings } from '../verify-file.ts'

const checked = (content: string, expect: string | undefined, before: FileImage | undefined, shown: string): Buffer => {
  const bytes = Buffer.from(content, 'utf8')
  if (bytes.length > largest)
    throw invalid('too-large', `The content for ${shown} is larger than 4 MiB`, {
      at: 'fs.write: content',
      why: `it has ${bytes.length} bytes`,
      next: 'copy large files with your own tools',
    })
  // What is written already need not be as it was before that.
  if (!before?.bytes.equals(bytes)) mustBe(expect, before, shown)
  return bytes
}

/**
 * Writes a text file: creates it, with the directories above it, or replaces its contents.
 *
 * The file is replaced at once, so that nobody ever reads half of it, and keeps its permissions. What it held before
 * is kept, so that undo gives it back byte for byte. `.git`, `.nimbus` and the home of Nimbus are never written.
 */
export default operation({
  id: 'fs.write',
  summary: 'Write a text file',
  effect: 'update',
  idempotent: true,
  input: z.object({
    file: File.describe('The file to create or replace'),
    content: z.string().describe('The whole new content; @file and - (standard input) are read on the command line'),
    expect: z
      .string()
      .regex(/^([0-9a-f]{64}|absent)$/, 'takes the sha256 that fs.read gave, or absent')
      .optional()
      .describe('Only if the file still has this SHA-256, or is absent'),
  }),
  output: z.object({
    file: z.string().describe('Relative to the workspace'),
    did: z.enum(['created', 'updated', 'nothing']),
    bytes: z.number().int(),
    sha256: z.string(),
    directories: z.array(z.string()).describe('Directories that were made for it, outermost first'),
  }),
  positional: ['file', 'content'],
  examples: [
    { title: 'Write a note', input: { file: 'notes/today.md', content: 'Rotate the keys\n' } },
    {
      title: 'Only if nobody has made it meanwhile',
      input: { file: 'notes/plan.md', content: 'Plan\n', expect: 'absent' },
    },
  ],
  phrases: [
    'put {content} in {file}',
    'put {content} into {file}',
    'create {file} with {content}',
    'make a file {file} that says {content}',
    'make {file} say {content}',
    'new file {file} with {content}',
    'set the content of {file} to {content}',
    'file {file} saying {content}',
    'write {content} to {file}',
    'create the file {file} with {content}',
    'replace {file} with {content}',
    'write {content} into {file}',
    'put {content} into {file}',
    'create {file}',
    'make a file {file} with the content {content}',
    'new file {file} containing {content}',
    'overwrite {file} with {content}',
    'write a file',
    'file {file} with the content {content}',
    'save {content} to the file {file}',
    'write down {content}',
  ],
  words: {
    file: { kind: 'new-file' },
    content: { kind: 'text', words: ['content {}', 'containing {}'] },
    expect: {
      kind: 'choice',
      values: {
        absent: [
          'does not exist',
          'no such file',
          'no file of that name',
          'no file there',
          'no file with that name',
          'is not there',
          "isn't there",
          'not there already',
          "doesn't exist",
          'unless there is',
          'unless it is there',
          'not touch it if',
          "don't touch it if",
          'not replace it',
          "don't replace it",
          "don't overwrite",
          'leave it if it exists',
          'not exist yet',
          'only if new',
          'nobody has created',
          'unless it exists',
          'only if absent',
          'if there is none',
          'not there yet',
          'never overwrite',
          'do not overwrite',
          'without overwriting',
          'not overwriting',
          'without replacing',
          'not overwrite',
          'if absent',
          'if missing',
          'if it is missing',
          'only if missing',
          'not been created',
          "hasn't been created",
          'as long as there is none',
          'as long as it does not exist',
          'provided there is none',
          'provided it does not exist',
          'unless one exists',
          'unless there already is',
          'fail if it exists',
          'stop if it exists',
          'if nobody has made',
        ],
      },
    },
  },

  target: ({ file }) => ({ resources: [fileResource(file)] }),
  async preview({ file, content, expect }, ctx) {
    const shown = shownPath(file, ctx.workspace)
    refuseProtected(file, shown)
    const before = await readIfAny(file, shown)
    const bytes = checked(content, expect, before, shown)
    foresee(ctx, stateOf(before))
    const change = changeOf({ file, shown, workspace: ctx.workspace }, before, bytes)
    const preconditions = { [shown]: stateOf(before) }
    if (!change) return { changes: [], preconditions }
    // Known before the effect, so that a kill in the middle does not lose it.
    const directories = (await missingAbove(file)).map((directory) => shownPath(directory, ctx.workspace))
    const known = { file: shown, expect: sha256(bytes) }
    const undo = before
      ? { operation: 'fs.restore', input: { ...known, run: ctx.run } }
      : { operation: 'fs.remove', input: { ...known, directories } }
    return { changes: [change], preconditions, undo }
  },
  async run({ file, content, expect }, ctx) {
    const shown = shownPath(file, ctx.workspace)
    refuseProtected(file, shown)
    const before = await readIfAny(file, shown)
    mustBeForeseen(ctx, stateOf(before), shown)
    await sweepLeftovers(file)
    const bytes = checked(content, expect, before, shown)
    const result = { file: shown, bytes: bytes.length, sha256: sha256(bytes) }
    if (before?.bytes.equals(bytes)) return { ...result, did: 'nothing' as const, directories: [] }

    if (before) await ctx.keep(shown, before.bytes)
    return ctx.step(`Write ${shown}`, async () => {
      const placing = { mode: before?.mode ?? newFileMode(shown), exclusive: !before }
      const made = await placeFile(file, shown, bytes, placing)
      const directories = made.map((directory) => shownPath(directory, ctx.workspace))
      return { ...result, did: before ? ('updated' as const) : ('created' as const), directories }
    })
  },
  verify: ({ file, content }, output) => contentFindings(file, output.file, sha256(content)),
  undo({ file }, { did, sha256: written, directories }, _kept, run) {
    if (did === 'nothing') return { irreversible: 'nothing was changed' }
    if (did === 'updated') return { operation: 'fs.restore', input: { file, run, expect: written } }
    return { operation: 'fs.remove', input: { file, expect: written, directories } }
  },
  text({ file, did, bytes, directories }) {
    if (did === 'nothing') return `✓ ${nameText(file)} already says that`
    const made = directories.at(-1)
    return `✓ ${did} ${nameText(file)}  ${sizeText(bytes)}${made ? `  in the new directory ${nameText(made)}/` : ''}`
  },
})
