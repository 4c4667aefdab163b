import { contentChanges, mustBe, replaceFile, stateOf } from '@nimbus/edited-file'
import { type Context, missing, operation, wholeId, z } from '@nimbus/kernel/define'
import { type DefinitionFile, editableFile } from '../adapters/definition/definition-file.ts'
import { configInTurn } from '../config/config-in-turn.ts'
import { originFor } from '../config/files.ts'
import { projectSaid } from '../config/project-said.ts'
import { redactKnown } from '../config/redact-known.ts'

/** What a run kept of the file; undefined when the run created it, which another look at its record tells. */
const keptBy = async (
  run: string,
  created: boolean,
  file: DefinitionFile,
  ctx: Context,
): Promise<Buffer | undefined> => {
  if (created) return undefined
  const bytes = await ctx.kept(run, file.shown)
  if (bytes) return Buffer.from(bytes)
  throw missing('nothing-kept', `${run} kept nothing of ${file.shown}`, {
    at: file.shown,
    why: 'only a run that changed the file has kept it',
    next: `see what it did with: nimbus history show ${run}`,
  })
}

/**
 * Puts the file that defines agent programs back to what it was before a run changed it, byte for byte.
 *
 * It is the undo of adding and removing a definition. A file that the run created is removed.
 */
export default operation({
  id: 'llm.tool-restore',
  summary: 'Put the definitions of agent programs back to what they were before a run',
  effect: 'delete',
  idempotent: true,
  input: z.object({
    run: wholeId('r').describe('The run that changed the file'),
    project: z.boolean().default(false).describe("The project's file and not your own"),
    created: z.boolean().default(false).describe('The run created the file: remove it'),
    expect: z
      .string()
      .regex(/^([0-9a-f]{64}|absent)$/, 'takes the state that the run gave')
      .optional()
      .describe('Only if the file still has this SHA-256; without it later edits are replaced as well'),
  }),
  output: z.object({
    file: z.string(),
    did: z.enum(['removed', 'restored', 'nothing']),
    state: z.string().describe('SHA-256 of the file, or absent'),
    project: z.boolean(),
    created: z.boolean().describe('Whether the file was not there before this call'),
  }),
  positional: ['run'],
  examples: [{ title: 'Take back a change', input: { run: `r_${'a'.repeat(20)}` } }],
  phrases: [
    'restore the definitions of agent programs from {run}',
    'put the agent programs back to what they were before {run}',
    'restore the tool definitions from {run}',
    'recover the tool definitions from before {run}',
    'bring the agent programs back from {run}',
    'revert the tool definitions to before {run}',
    'restore the agent programs from before {run}',
    'put the tool definitions back from {run}',
    'undo what {run} did to the agent programs',
  ],
  words: {
    project: projectSaid,
    created: { kind: 'structure' },
  },

  async preview({ run, project, created, expect }, ctx) {
    // What is secret in the file must not be shown beside what changes.
    await redactKnown(ctx)
    const file = await editableFile(originFor({ project }), ctx)
    mustBe(expect, file)
    return {
      changes: contentChanges(file, await keptBy(run, created, file, ctx)),
      preconditions: { [file.shown]: stateOf(file.bytes) },
    }
  },
  run: ({ run, project, created, expect }, ctx) =>
    configInTurn(ctx, async () => {
      const file = await editableFile(originFor({ project }), ctx)
      mustBe(expect, file)
      const wanted = await keptBy(run, created, file, ctx)
      const result = { file: file.shown, state: stateOf(wanted), project, created: !file.bytes }
      if (result.state === stateOf(file.bytes)) return { ...result, did: 'nothing' as const }
      if (file.bytes) await ctx.keep(file.shown, file.bytes)
      await ctx.step(`Restore ${file.shown}`, async () => replaceFile(file, wanted, 'owner-when-new'))
      return { ...result, did: wanted === undefined ? ('removed' as const) : ('restored' as const) }
    }),
  async verify(_input, { state, project }, ctx) {
    const file = await editableFile(originFor({ project }), ctx)
    const same = stateOf(file.bytes) === state
    const message = same ? `${file.shown} is what it was` : `${file.shown} is not what it was before the run`
    return [{ status: same ? 'pass' : 'fail', code: 'file-restored', message, resource: file.resource }]
  },
  undo: (_input, { did, project, created, state }, _kept, run) =>
    did === 'nothing'
      ? { irreversible: 'nothing was changed' }
      : { operation: 'llm.tool-restore', input: { run, project, created, expect: state } },
  text: ({ file, did }) => {
    if (did === 'nothing') return `✓ ${file} is already what it was`
    return did === 'removed' ? `✓ removed ${file}, which was not there before` : `✓ put back ${file}`
  },
})
