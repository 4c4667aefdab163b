import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contentChanges, type EditedFile, isTemporary, replaceFile, stateOf } from '@nimbus/edited-file'
import { type Context, invalid, operation, z } from '@nimbus/kernel/define'
import { alignedRows } from '@nimbus/text-table'
import { configInTurn } from '../config/config-in-turn.ts'
import { scanEnvironment } from '../config/environment-scan.ts'
import { findLayer, folderOf, type Origin, originFor, shownFile } from '../config/files.ts'
import { ownFile, stateFindings } from '../config/own-file.ts'
import { projectSaid } from '../config/project-said.ts'
import { redactKnown } from '../config/redact-known.ts'
import { filledTemplate, type TemplateName, templateNames } from '../config/templates.ts'

interface Wanted {
  template: TemplateName
  project: boolean
  force: boolean
}

const folderWithParts = async (origin: Origin, ctx: Context): Promise<string | undefined> => {
  const part = findLayer(await folderOf(origin, ctx), ctx).files.find(({ section }) => section !== undefined)
  return part && shownFile(dirname(part.path), ctx)
}

/** Looks at everything: what is there, what is installed, and what would be written. Raises `config-exists` (exit 2). */
const prepared = async ({ template, project, force }: Wanted, ctx: Context) => {
  const origin = originFor({ project })
  const file = await ownFile(origin, ctx)
  const parts = await folderWithParts(origin, ctx)
  if (parts)
    throw invalid('config-exists', `${parts}/ holds the configuration`, {
      at: parts,
      why: 'a file llm.yaml beside it would be one too many',
      next: `edit the files in ${parts}/, or move the folder away`,
    })
  if (file.bytes && !force)
    throw invalid('config-exists', `${file.shown} is there already`, {
      at: file.shown,
      why: 'it would be replaced',
      next: `keep it and edit it, or replace it with: nimbus llm config init ${project ? '--project ' : ''}--force`,
    })
  // What is wrong with the present files is no reason not to replace one of them.
  const { settings } = await redactKnown(ctx)
  const scan = scanEnvironment(settings, ctx)
  return { file, scan, bytes: Buffer.from(filledTemplate(template, scan)) }
}

const leftBehind = ({ path }: EditedFile): string[] =>
  readdirSync(dirname(path)).filter((name) => isTemporary(name, path))

/**
 * Writes a configuration of the LLM layer to begin with: your own `llm.yaml`, or with `--project` the workspace's.
 *
 * It looks which keys are set and which agent programs are installed, runs nothing and calls nobody. No key is written
 * into the file: they stay where they are. A file that is there is replaced only with `--force`, and undo gives it back.
 */
export default operation({
  id: 'llm.config-init',
  summary: 'Write a configuration for models and agent programs',
  effect: 'update',
  idempotent: true,
  input: z.object({
    template: z
      .enum(templateNames)
      .default('quick-start')
      .describe('What to begin with: quick-start, claude-only, cost-optimized or development'),
    project: z.boolean().default(false).describe("Write the workspace's .nimbus/llm.yaml instead of your own"),
    force: z.boolean().default(false).describe('Replace a file that is there'),
  }),
  output: z.object({
    file: z.string(),
    did: z.enum(['created', 'updated', 'nothing']),
    template: z.string(),
    project: z.boolean(),
    platform: z.string(),
    keys: z.array(
      z.object({ provider: z.string(), from: z.string().optional().describe('Absent when there is none') }),
    ),
    programs: z.array(
      z.object({ name: z.string(), path: z.string().optional().describe('Absent when not installed') }),
    ),
    state: z.string().describe('SHA-256 of the file as written'),
  }),
  examples: [
    { title: 'Begin with as little as possible', input: { force: true } },
    { title: 'Save money, for everybody in this workspace', input: { template: 'cost-optimized', project: true } },
  ],
  phrases: [
    'set up the llm configuration',
    'create an llm.yaml from the template {template}',
    'create an llm.yaml',
    'initialise the llm configuration',
    'write the llm configuration',
    'llm configuration from the template {template}',
    'start over with the {template} llm template',
    'configure models',
    'set up models',
    'new llm.yaml with the {template} template',
    'llm config init',
    'make an llm.yaml',
    'make a first llm.yaml',
    'write an llm.yaml',
    'write an llm config',
    'generate an llm.yaml',
    'create an llm config',
    'set up the llm layer',
    'get the llm layer going',
    'start an llm.yaml',
  ],
  words: {
    template: {
      values: {
        'quick-start': ['quickstart', 'quick start', 'getting started', 'get started', 'starter'],
        'cost-optimized': [
          'cost optimised',
          'cheap',
          'low cost',
          'low costs',
          'keep the cost low',
          'keep costs low',
          'keep costs down',
          'cost low',
          'costs down',
          'cost little',
          'save money',
          'inexpensive',
          'easy on the wallet',
          'easy on the purse',
          'easy on the budget',
          'thrifty',
          'frugal',
          'economical',
          'economic',
          'cost-saving',
          'cost saving',
          'cost-conscious',
          'cost conscious',
          'cost-efficient',
          'cost efficient',
          'low-cost',
          'budget-friendly',
          'not cost much',
          'not too expensive',
          'saves money',
          'saving money',
          'as cheap as possible',
          'on a budget',
          'light on the budget',
        ],
        'claude-only': [
          'claude only',
          'only claude',
          'just claude',
          'claude alone',
          'nothing but claude',
          'claude and nothing else',
          'exclusively claude',
          'claude exclusively',
          'only anthropic',
          'anthropic only',
          'nothing but anthropic',
        ],
        development: ['developer', 'developers', 'for developing', 'dev template'],
      },
    },
    project: projectSaid,
    force: {
      words: [
        'even though there is one',
        'although there is one',
        'although one exists',
        'even though one exists',
        'over the old one',
        'replace the one',
        'over what is there',
        'force',
        'overwrite',
        'replace',
        'replacing',
        'start over',
        'startover',
        'even if it exists',
        'even if there is one',
        'even if one exists',
        'over the existing',
        'in place of the existing',
        'instead of the existing',
        'overwriting',
      ],
    },
  },

  target: ({ project }) => ({ resources: [project ? 'workspace:.nimbus/llm.yaml' : 'nimbus:config/llm'] }),
  async preview(input, ctx) {
    const { file, bytes } = await prepared(input, ctx)
    return { changes: contentChanges(file, bytes), preconditions: { [file.shown]: stateOf(file.bytes) } }
  },
  run: (input, ctx) =>
    configInTurn(ctx, async () => {
      const { file, scan, bytes } = await prepared(input, ctx)
      const { platform, keys, programs } = scan
      const result = {
        file: file.shown,
        template: input.template,
        project: input.project,
        platform,
        keys: [...keys],
        programs: programs.map(({ name, path }) => ({ name, ...(path === undefined ? {} : { path }) })),
        state: stateOf(bytes),
      }
      if (file.bytes?.equals(bytes)) return { ...result, did: 'nothing' as const }
      if (file.bytes) await ctx.keep('llm.yaml', file.bytes)
      await ctx.step(`Write ${file.shown}`, async () => replaceFile(file, bytes, 'owner-when-new'))
      return { ...result, did: file.bytes ? ('updated' as const) : ('created' as const) }
    }),
  async verify({ project }, { state }, ctx) {
    const file = await ownFile(originFor({ project }), ctx)
    const { problems } = await redactKnown(ctx)
    const own = problems.filter(({ at }) => at?.startsWith(`${file.shown}:`))
    return [
      ...stateFindings(file, state),
      ...own.map(({ message, at }) => ({
        status: 'fail' as const,
        code: 'llm-config-valid',
        message,
        ...(at ? { at } : {}),
      })),
      ...leftBehind(file).map((name) => ({
        status: 'fail' as const,
        code: 'llm-config-temporary',
        message: `${name} was left behind`,
        at: join(dirname(file.shown), name),
      })),
    ]
  },
  undo({ project }, { did, state }, _kept, run) {
    if (did === 'nothing') return { irreversible: 'nothing was changed' }
    const input = { run, project, expect: state }
    return { operation: 'llm.config-restore', input: did === 'created' ? { ...input, remove: true } : input }
  },
  text({ file, did, template, project, platform, keys, programs }) {
    const found = (name: string, where: string | undefined, otherwise: string) => [
      `  ${where === undefined ? '✗' : '✓'} ${name}`,
      where ?? otherwise,
    ]
    return [
      did === 'nothing'
        ? `✓ ${file} already says that`
        : `✓ ${did} ${file} from the template ${template} (${platform})`,
      'keys',
      ...alignedRows(keys.map(({ provider, from }) => found(provider, from, 'no key'))),
      'agent programs',
      ...alignedRows(programs.map(({ name, path }) => found(name, path, 'not installed'))),
      ...(project ? ['! tools and endpoints in it count once the workspace is trusted: nimbus trust'] : []),
      'next: nimbus llm config validate',
    ].join('\n')
  },
})
