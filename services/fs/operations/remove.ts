import { resolve } from 'node:path'
import { File, missing, operation, z } from '@nimbus/kernel/define'
import { changeOf, stateOf } from '../file-change.ts'
import { foresee, mustBe, mustBeForeseen } from '../foreseen.ts'
import { nameText } from '../name-text.ts'
import { refuseProtected } from '../protected.ts'
import { readIfAny, readRegular } from '../regular-file.ts'
import { removeEmpty, removeFile } from '../replace-file.ts'
import { fileResource, shownPath } from '../resource.ts'
import { absenceFindings } from '../verify-file.ts'

/**
 * Removes one file, and keeps what it held, so that undo gives it back byte for byte.
 *
 * It is the undo of a creation; then it also removes the directories that were made for the file, where they are
 * empty.
 */
export default operation({
  id: 'fs.remove',
  summary: 'Remove a file',
  effect: 'delete',
  input: z.object({
    file: File.describe('The file to remove'),
    expect: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'takes the sha256 that fs.read gave')
      .optional()
      .describe('Only if the file still has this SHA-256'),
    directories: z
      .array(z.string())
      .default([])
      .describe('Directories above it to remove as well when they are empty, relative to the workspace'),
  }),
  output: z.object({
    file: z.string().describe('Relative to the workspace'),
    bytes: z.number().int(),
    mode: z.number().int().describe('The permissions it had'),
  }),
  positional: ['file'],
  examples: [{ title: 'Remove a note', input: { file: 'notes/today.md' } }],
  phrases: [
    'delete the file {file}',
    'remove {file}',
    'delete {file}',
    'rm {file}',
    'erase the file {file}',
    'please delete {file}',
  ],
  words: {
    file: { kind: 'file' },
    directories: { kind: 'structure' },
  },
  lines: [{ line: 'rm {file*}', flags: { '-f -v': null } }],

  target: ({ file }) => ({ resources: [fileResource(file)] }),
  async preview({ file, expect }, ctx) {
    const shown = shownPath(file, ctx.workspace)
    refuseProtected(file, shown)
    const before = await readIfAny(file, shown)
    if (!before)
      throw missing('no-file', `There is no file ${shown}`, {
        at: shown,
        next: 'see what is there with: nimbus fs list',
        already: true,
      })
    mustBe(expect, before, shown)
    foresee(ctx, stateOf(before))
    const change = changeOf({ file, shown, workspace: ctx.workspace }, before, undefined)
    const undo = {
      operation: 'fs.restore',
      input: { file: shown, run: ctx.run, mode: before.mode & 0o777, expect: 'absent' },
    }
    return { changes: change ? [change] : [], preconditions: { [shown]: stateOf(before) }, undo }
  },
  async run({ file, expect, directories }, ctx) {
    const shown = shownPath(file, ctx.workspace)
    refuseProtected(file, shown)
    const before = await readRegular(file, shown)
    mustBeForeseen(ctx, stateOf(before), shown)
    mustBe(expect, before, shown)
    await ctx.keep(shown, before.bytes)
    await ctx.step(`Remove ${shown}`, () => removeFile(file, shown))
    const above = directories.map((each) => resolve(ctx.workspace, each))
    await removeEmpty(above.filter((each) => file.startsWith(`${each}/`) && each.startsWith(`${ctx.workspace}/`)))
    return { file: shown, bytes: before.bytes.length, mode: before.mode & 0o777 }
  },
  verify: ({ file }, output) => absenceFindings(file, output.file),
  undo: ({ file }, { mode }, _kept, run) => ({ operation: 'fs.restore', input: { file, run, mode, expect: 'absent' } }),
  text: ({ file }) => `✓ removed ${nameText(file)}`,
})
