import { contentChanges, mustBe, replaceFile, stateOf } from '@nimbus/edited-file'
import { type Context, missing, operation, wholeId, z } from '@nimbus/kernel/define'
import {
  fileNames,
  type ProjectFile,
  type ProjectFiles,
  projectFiles,
  removeIfEmpty,
  writtenFinding,
} from '../project/project-file.ts'

const Input = z.object({
  run: wholeId('r').describe('The run that changed them'),
  restore: z
    .array(z.enum(fileNames))
    .default([...fileNames])
    .describe('Files to put back to what the run kept of them'),
  remove: z.array(z.enum(fileNames)).default([]).describe('Files that were not there before the run'),
  folderBefore: z
    .enum(['made', 'there'])
    .default('there')
    .describe('made: .nimbus was not there before the run, and goes when nothing else is in it'),
  expect: z
    .string()
    .regex(/^([0-9a-f]{64}|absent)$/, 'takes the state that the run gave')
    .optional()
    .describe('Only if project.yaml still has this SHA-256; without it later edits are lost'),
})

interface Wanted {
  file: ProjectFile
  /** Undefined to remove it. */
  bytes: Uint8Array | undefined
}

const wantedOf = async (
  { run, restore, remove }: z.output<typeof Input>,
  { file, stamp }: ProjectFiles,
  ctx: Context,
): Promise<Wanted[]> => {
  const wanted: Wanted[] = []
  for (const each of [file, stamp]) {
    if (remove.includes(each.name)) wanted.push({ file: each, bytes: undefined })
    else if (restore.includes(each.name)) {
      const bytes = await ctx.kept(run, each.name)
      if (!bytes)
        throw missing('nothing-kept', `${run} kept nothing of ${each.shown}`, {
          at: run,
          why: 'only a run that replaced the file has kept it',
          next: `see what it did with: nimbus history show ${run}`,
        })
      wanted.push({ file: each, bytes })
    }
  }
  return wanted.filter((each) => stateOf(each.file.bytes) !== stateOf(each.bytes))
}

/** Puts the project file, and the one that remembers what was generated, back to what they were before a run. */
export default operation({
  id: 'engine.project-restore',
  summary: 'Put the project file back to what it was before a run',
  effect: 'delete',
  idempotent: true,
  input: Input,
  output: z.object({
    did: z.enum(['restored', 'nothing']),
    files: z.array(z.object({ name: z.enum(fileNames), before: z.string(), state: z.string() })),
    folder: z.enum(['removed', 'there']),
  }),
  positional: ['run'],
  examples: [{ title: 'Take back what init wrote', input: { run: `r_${'a'.repeat(20)}` } }],
  phrases: [
    'restore the project file from {run}',
    'put project.yaml back to what it was before {run}',
    'restore project.yaml from {run}',
    'recover project.yaml from {run}',
    'bring project.yaml back from {run}',
    'revert project.yaml to before {run}',
    'revert the project file to before {run}',
    'restore the project file from before {run}',
    'roll project.yaml back to before {run}',
    'put the project file back to what it was before {run}',
    'undo what {run} did to project.yaml',
  ],
  words: {
    restore: { kind: 'structure' },
    remove: { kind: 'structure' },
    folderBefore: { kind: 'structure' },
  },

  target: () => ({ resources: ['workspace:.nimbus/project.yaml', 'workspace:.nimbus/project-generated.json'] }),
  async preview(input, ctx) {
    const files = projectFiles(ctx)
    mustBe(input.expect, files.file)
    const wanted = await wantedOf(input, files, ctx)
    return {
      changes: wanted.flatMap(({ file, bytes }) => contentChanges(file, bytes)),
      preconditions: { [files.file.shown]: stateOf(files.file.bytes) },
    }
  },
  async run(input, ctx) {
    const files = projectFiles(ctx)
    mustBe(input.expect, files.file)
    const wanted = await wantedOf(input, files, ctx)
    for (const { file } of wanted) if (file.bytes) await ctx.keep(file.name, file.bytes)
    if (wanted.length > 0)
      await ctx.step(`Restore ${files.file.shown}`, async () => {
        for (const { file, bytes } of wanted) replaceFile(file, bytes, 'umask-when-new')
        if (input.folderBefore === 'made') removeIfEmpty(files.folder)
      })
    return {
      did: wanted.length > 0 ? ('restored' as const) : ('nothing' as const),
      files: wanted.map(({ file, bytes }) => ({
        name: file.name,
        before: stateOf(file.bytes),
        state: stateOf(bytes),
      })),
      folder: projectFiles(ctx).hasFolder ? ('there' as const) : ('removed' as const),
    }
  },
  async verify(_input, { files }, ctx) {
    const now = projectFiles(ctx)
    return files.map(({ name, state }) => writtenFinding(name === now.file.name ? now.file : now.stamp, state))
  },
  undo(_input, { did, files }, _kept, run) {
    if (did === 'nothing') return { irreversible: 'nothing was changed' }
    const named = (absent: 'absent' | 'there') =>
      files.filter(({ before }) => (before === 'absent') === (absent === 'absent')).map(({ name }) => name)
    const expect = files.find(({ name }) => name === 'project.yaml')?.state
    return {
      operation: 'engine.project-restore',
      input: { run, restore: named('there'), remove: named('absent'), ...(expect ? { expect } : {}) },
    }
  },
  text: ({ did, files }) =>
    did === 'nothing'
      ? '✓ the project file is already what it was'
      : files.map(({ name, state }) => `✓ ${state === 'absent' ? 'removed' : 'put back'} .nimbus/${name}`).join('\n'),
})
