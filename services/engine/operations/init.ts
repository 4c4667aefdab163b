import { contentChanges, mustStand, replaceFile, stateOf } from '@nimbus/edited-file'
import { type Change, type Context, operation, z } from '@nimbus/kernel/define'
import { initText } from '../project/init-text.ts'
import { withoutMachine } from '../project/init-words.ts'
import { type Asked, type Prepared, prepare } from '../project/prepare.ts'
import { fileNames, projectFiles, writtenFinding } from '../project/project-file.ts'
import { readProject } from '../project/read-project.ts'
import { unwritten } from '../project/unwritten.ts'

const looked = new WeakMap<object, Promise<Prepared>>()

/** A call looks at the project once: what was shown is what is written. */
const preparedOnce = (ctx: Context, asked: Asked): Promise<Prepared> => {
  const known = looked.get(ctx)
  if (known) return known
  const prepared = prepare(ctx, asked)
  looked.set(ctx, prepared)
  return prepared
}

/** A file that is as it was generated holds no work of anybody that replacing it could lose. */
const asUnedited = (change: Change): Change => (change.effect === 'update' ? { ...change, unedited: true } : change)

const Shares = z.record(z.string(), z.number())

const Kept = z.object({
  path: z.string().describe('Such as environments.dev.region'),
  because: z.enum(['changed', 'taken-out', 'comment']),
  yours: z.unknown().optional(),
  found: z.unknown().optional().describe('What the project shows instead'),
})

/**
 * Looks at the project once and writes what it found to `.nimbus/project.yaml`, for plans to use.
 *
 * Run again, it follows the project and leaves alone what a person changed, added or took out, comments included. Links
 * are not followed, what git ignores is left out, and nothing is read that holds secrets: of profiles and contexts on
 * this machine only names, regions and namespaces, and only for a person at their own command line.
 */
export default operation({
  id: 'engine.init',
  summary: 'Look at the project and write down what plans need to know',
  effect: 'update',
  idempotent: true,
  untrusted: true,
  input: z.object({
    machine: z
      .boolean()
      .default(true)
      .describe('Write down names of cloud profiles and kubectl contexts of this machine'),
    most: z.number().int().min(1).max(100_000).default(100_000).describe('Files that are looked at'),
    seconds: z.number().int().min(1).max(600).default(30).describe('Time after which what is left is not looked at'),
  }),
  output: z.object({
    file: z.string(),
    did: z.enum(['created', 'updated', 'nothing']),
    name: z.string().optional(),
    region: z.string().optional().describe('Absent unless all of the code agrees, or a person decided'),
    environments: z.array(z.string()),
    sections: z.array(z.string()).describe('The keys of the file'),
    languages: Shares.describe('Percent of lines'),
    changed: z.array(z.string()).describe('Keys that were written or removed, such as environments.dev'),
    kept: z.array(Kept).describe("A person's own, left alone"),
    files: z.number().int().describe('Files that were looked at'),
    listedBy: z.enum(['git', 'walk']).describe('Whether git said which files count'),
    notes: z.array(z.string()).describe('What was not looked at'),
    state: z.string().describe('SHA-256 of the file'),
    stamp: z.string().describe('SHA-256 of the file that tells edits apart'),
    wrote: z.array(z.enum(fileNames)),
    created: z.array(z.enum(fileNames)),
    folder: z.enum(['made', 'there']).describe('Whether .nimbus had to be made'),
  }),
  aliases: ['init'],
  routes: [{ method: 'POST', path: '/api/core/project/init' }],
  examples: [
    { title: 'Look at this project', input: {} },
    { title: 'Leave out what is on this machine', input: { machine: false } },
  ],
  phrases: [
    'go through this repository and learn how it is built',
    'scan this repository so that you know it',
    'have a look around this repository',
    'have a look around and write down what you need',
    'take a look around the project and remember what is here',
    'get to know this project',
    'get to know this repository',
    'learn what this project is',
    'look this project over',
    'initialise this project',
    'scan the project',
    'look at this repository',
    'set up nimbus here',
    'look at the project again',
    'scan the repository again',
    'bring project.yaml up to date',
    'refresh the project file',
    'rescan',
    'write down what this project is',
    'analyse this project',
    'update project.yaml',
    'nimbus init',
    'survey the repository',
    'analyse the repository',
    'do the initial scan',
    'take a fresh look at the project',
    'figure out our stack',
    'explore this repository',
    'create project.yaml',
  ],
  words: {
    machine: {
      values: {
        false: [...withoutMachine],
      },
    },
    most: {
      words: [
        'at most {} files',
        '{} files',
        'up to {} files',
        'no more than {} files',
        'not more than {} files',
        '{} files at most',
        'maximum of {} files',
        'limit of {} files',
        'stop after {} files',
        'first {} files',
      ],
    },
    seconds: { kind: 'seconds', words: ['{}', 'at most {}', 'within {}', 'for {}'] },
  },

  target: () => ({ resources: ['workspace:.nimbus/project.yaml', 'workspace:.nimbus/project-generated.json'] }),
  async preview(input, ctx) {
    const { files, text, stamp, isUnedited, kept, notes } = await preparedOnce(ctx, input)
    return {
      changes: [
        ...contentChanges(files.file, text).map((change) => (isUnedited ? asUnedited(change) : change)),
        // Nobody edits the other one; without its file it says nothing.
        ...contentChanges(files.stamp, stamp).map(({ resource, effect }) => asUnedited({ resource, effect })),
      ],
      context: [...kept.map(({ path }) => `stays as you have it: ${path.join('.')}`), ...notes],
      preconditions: { [files.file.shown]: stateOf(files.file.bytes) },
    }
  },
  async run(input, ctx) {
    const { files, text, stamp, scan, edits, kept, notes } = await preparedOnce(ctx, input)
    mustStand(files.file, projectFiles(ctx).file)
    const pairs = [
      { file: files.file, content: text },
      { file: files.stamp, content: stamp },
    ].filter(({ file, content }) => stateOf(file.bytes) !== stateOf(content))
    for (const { file } of pairs) if (file.bytes) await ctx.keep(file.name, file.bytes)
    // The stamp is last: killed in between, the next run finds the file saying what the project shows.
    if (pairs.length > 0)
      await ctx.step(`Write ${files.file.shown}`, async () => {
        for (const { file, content } of pairs) replaceFile(file, content, 'umask-when-new')
      })
    const written = await readProject({ bytes: Buffer.from(text), shown: files.file.shown })
    const isNew = files.file.bytes === undefined
    return {
      file: files.file.shown,
      did: pairs.length === 0 ? ('nothing' as const) : isNew ? ('created' as const) : ('updated' as const),
      ...(typeof written.name === 'string' ? { name: written.name } : {}),
      ...(typeof written.region === 'string' ? { region: written.region } : {}),
      environments: Object.keys(written.environments ?? {}),
      sections: Object.keys(written),
      languages: Shares.parse(scan.facts.languages ?? {}),
      changed: edits.map(({ path }) => path.join('.')),
      kept: kept.map((each) => ({ ...each, path: each.path.join('.') })),
      files: scan.files,
      listedBy: scan.listedBy,
      notes: [...notes],
      state: stateOf(text),
      stamp: stateOf(stamp),
      wrote: pairs.map(({ file }) => file.name),
      created: pairs.filter(({ file }) => file.bytes === undefined).map(({ file }) => file.name),
      folder: files.hasFolder ? ('there' as const) : ('made' as const),
    }
  },
  async verify(_input, { state, stamp, kept }, ctx) {
    const { file, stamp: remembered } = projectFiles(ctx)
    const lacking = await unwritten({ file, stamp: remembered }, new Set(kept.map(({ path }) => path)))
    return [
      writtenFinding(file, state),
      writtenFinding(remembered, stamp),
      ...lacking.map((path) => ({
        status: 'fail' as const,
        code: 'project-says',
        message: `${file.shown} does not say of ${path} what was found`,
        resource: file.resource,
        at: path,
      })),
    ]
  },
  undo(_input, { did, state, wrote, created, folder }, _kept, run) {
    if (did === 'nothing') return { irreversible: 'nothing was changed' }
    const restore = wrote.filter((name) => !created.includes(name))
    return {
      operation: 'engine.project-restore',
      input: { run, restore, remove: created, folderBefore: folder, expect: state },
    }
  },
  text: initText,
})
