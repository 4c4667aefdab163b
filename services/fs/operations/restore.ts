import { type Context, File, missing, operation, wholeId, z } from '@nimbus/kernel/define'
import { changeOf, stateOf } from '../file-change.ts'
import { foresee, mustBe, mustBeForeseen } from '../foreseen.ts'
import { sweepLeftovers } from '../leftovers.ts'
import { nameText } from '../name-text.ts'
import { newFileMode } from '../new-file-mode.ts'
import { refuseProtected } from '../protected.ts'
import { readIfAny, sha256 } from '../regular-file.ts'
import { placeFile } from '../replace-file.ts'
import { fileResource, shownPath } from '../resource.ts'
import { contentFindings } from '../verify-file.ts'

/** What a run kept of this very file; another file's contents cannot be had this way. */
const keptBy = async (run: string, shown: string, ctx: Context): Promise<Buffer> => {
  const bytes = await ctx.kept(run, shown)
  if (bytes) return Buffer.from(bytes)
  throw missing('nothing-kept', `${run} kept nothing of ${shown}`, {
    at: shown,
    why: 'only a run that replaced or removed this file has kept it',
    next: `see what it did with: nimbus history show ${run}`,
  })
}

/** Puts a file back to what it held before a run changed or removed it, byte for byte. */
export default operation({
  id: 'fs.restore',
  summary: 'Put a file back to what it was before a run',
  effect: 'update',
  idempotent: true,
  input: z.object({
    file: File.describe('The file to put back'),
    run: wholeId('r').describe('The run that changed it'),
    expect: z
      .string()
      .regex(/^([0-9a-f]{64}|absent)$/, 'takes the sha256 that fs.read gave, or absent')
      .optional()
      .describe('Only if the file still has this SHA-256, or is absent; without it later edits are replaced as well'),
    mode: z.number().int().min(0).max(0o777).optional().describe('Permissions to give it when it has to be created'),
  }),
  output: z.object({
    file: z.string().describe('Relative to the workspace'),
    did: z.enum(['created', 'updated', 'nothing']),
    bytes: z.number().int(),
    sha256: z.string(),
    directories: z.array(z.string()).describe('Directories that were made for it, outermost first'),
  }),
  positional: ['file', 'run'],
  examples: [{ title: 'Take back a change', input: { file: 'notes/today.md', run: `r_${'a'.repeat(20)}` } }],
  phrases: [
    'restore {file} from {run}',
    'put {file} back to what it was before {run}',
    'bring back {file} from {run}',
    'recover {file} as it was before {run}',
    'restore the file {file}',
    'bring back the version of {file} from before',
  ],
  words: {
    file: { kind: 'file' },
    mode: { kind: 'structure' },
  },

  target: ({ file }) => ({ resources: [fileResource(file)] }),
  async preview({ file, run, expect }, ctx) {
    const shown = shownPath(file, ctx.workspace)
    refuseProtected(file, shown)
    const before = await readIfAny(file, shown)
    const bytes = await keptBy(run, shown, ctx)
    // What is put back already need not be as it was before that.
    if (!before?.bytes.equals(bytes)) mustBe(expect, before, shown)
    foresee(ctx, stateOf(before))
    const change = changeOf({ file, shown, workspace: ctx.workspace }, before, bytes)
    return { changes: change ? [change] : [], preconditions: { [shown]: stateOf(before) } }
  },
  async run({ file, run, mode, expect }, ctx) {
    const shown = shownPath(file, ctx.workspace)
    refuseProtected(file, shown)
    const [before, bytes] = await Promise.all([readIfAny(file, shown), keptBy(run, shown, ctx)])
    mustBeForeseen(ctx, stateOf(before), shown)
    await sweepLeftovers(file)
    const result = { file: shown, bytes: bytes.length, sha256: sha256(bytes) }
    if (before?.bytes.equals(bytes)) return { ...result, did: 'nothing' as const, directories: [] }
    mustBe(expect, before, shown)

    if (before) await ctx.keep(shown, before.bytes)
    return ctx.step(`Restore ${shown}`, async () => {
      const wanted = before?.mode ?? mode ?? newFileMode(shown)
      const made = await placeFile(file, shown, bytes, { mode: wanted, exclusive: !before })
      const directories = made.map((directory) => shownPath(directory, ctx.workspace))
      return { ...result, did: before ? ('updated' as const) : ('created' as const), directories }
    })
  },
  async verify({ file, run }, { file: shown }, ctx) {
    return contentFindings(file, shown, sha256(await keptBy(run, shown, ctx)))
  },
  undo({ file }, { did, sha256: written, directories }, _kept, run) {
    if (did === 'nothing') return { irreversible: 'nothing was changed' }
    if (did === 'updated') return { operation: 'fs.restore', input: { file, run, expect: written } }
    return { operation: 'fs.remove', input: { file, expect: written, directories } }
  },
  text: ({ file, did }) =>
    did === 'nothing' ? `✓ ${nameText(file)} is already what it was` : `✓ put back ${nameText(file)}`,
})
