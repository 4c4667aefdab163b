import { contentChanges, mustBe, replaceFile, stateOf } from '@nimbus/edited-file'
import { type Context, missing, operation, wholeId, z } from '@nimbus/kernel/define'
import { configInTurn } from '../config/config-in-turn.ts'
import { originFor } from '../config/files.ts'
import { ownFile, stateFindings } from '../config/own-file.ts'
import { projectSaid } from '../config/project-said.ts'
import { redactKnown } from '../config/redact-known.ts'

/** The bytes that a run kept of the file; undefined when the file is to be removed. */
const wantedBytes = async ({ run, remove }: { run: string; remove: boolean }, ctx: Context) => {
  if (remove) return undefined
  const bytes = await ctx.kept(run, 'llm.yaml')
  if (bytes) return Buffer.from(bytes)
  throw missing('nothing-kept', `${run} kept nothing of llm.yaml`, {
    at: run,
    why: 'only a run that replaced the file has kept it',
    next: `see what it did with: nimbus history show ${run}`,
  })
}

/** Puts `llm.yaml` back to what it was before a run, byte for byte: the undo of writing it. */
export default operation({
  id: 'llm.config-restore',
  summary: 'Put llm.yaml back to what it was before a run',
  effect: 'delete',
  idempotent: true,
  input: z.object({
    run: wholeId('r').describe('The run that changed it'),
    project: z.boolean().default(false).describe("The workspace's file and not your own"),
    remove: z.boolean().default(false).describe('There was no file before the run: remove it'),
    expect: z
      .string()
      .regex(/^([0-9a-f]{64}|absent)$/, 'takes the state that the run gave')
      .optional()
      .describe('Only if the file still has this SHA-256; without it later edits are lost'),
  }),
  output: z.object({
    file: z.string(),
    did: z.enum(['restored', 'removed', 'nothing']),
    state: z.string().describe('SHA-256 of the file, or absent'),
    before: z.string().describe('The same, before this call'),
  }),
  positional: ['run'],
  examples: [{ title: 'Take back what init wrote', input: { run: `r_${'a'.repeat(20)}` } }],
  phrases: [
    'restore llm.yaml from {run}',
    'put llm.yaml back to what it was before {run}',
    'restore the llm configuration from {run}',
    'recover llm.yaml from {run}',
    'bring llm.yaml back from {run}',
    'revert llm.yaml to before {run}',
    'revert the llm config to before {run}',
    'restore the llm config from before {run}',
    'roll llm.yaml back to before {run}',
    'undo what {run} did to llm.yaml',
  ],
  words: {
    project: projectSaid,
    remove: { kind: 'structure' },
  },

  target: ({ project }) => ({ resources: [project ? 'workspace:.nimbus/llm.yaml' : 'nimbus:config/llm'] }),
  async preview(input, ctx) {
    const file = await ownFile(originFor(input), ctx)
    mustBe(input.expect, file)
    await redactKnown(ctx)
    return {
      changes: contentChanges(file, await wantedBytes(input, ctx)),
      preconditions: { [file.shown]: stateOf(file.bytes) },
    }
  },
  run: (input, ctx) =>
    configInTurn(ctx, async () => {
      const file = await ownFile(originFor(input), ctx)
      mustBe(input.expect, file)
      const bytes = await wantedBytes(input, ctx)
      const result = { file: file.shown, state: stateOf(bytes), before: stateOf(file.bytes) }
      if (result.state === result.before) return { ...result, did: 'nothing' as const }
      if (file.bytes) await ctx.keep('llm.yaml', file.bytes)
      await ctx.step(`Restore ${file.shown}`, async () => replaceFile(file, bytes, 'owner-when-new'))
      return { ...result, did: bytes ? ('restored' as const) : ('removed' as const) }
    }),
  verify: async ({ project }, { state }, ctx) => stateFindings(await ownFile(originFor({ project }), ctx), state),
  undo({ project }, { did, state, before }, _kept, run) {
    if (did === 'nothing') return { irreversible: 'nothing was changed' }
    const input = { run, project, expect: state }
    return { operation: 'llm.config-restore', input: before === 'absent' ? { ...input, remove: true } : input }
  },
  text: ({ file, did }) =>
    did === 'nothing'
      ? `✓ ${file} is already what it was`
      : did === 'removed'
        ? `✓ removed ${file}`
        : `✓ put back ${file}`,
})
