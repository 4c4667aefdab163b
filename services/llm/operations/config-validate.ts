import { join } from 'node:path'
import { missing, operation, z } from '@nimbus/kernel/define'
import { scanEnvironment } from '../config/environment-scan.ts'
import { shownFile } from '../config/files.ts'
import { IgnoredView, ignoredLines, ProblemView, problemLines, problemView } from '../config/problem-view.ts'
import { redactKnown } from '../config/redact-known.ts'
import { type Stray, strayProblem } from '../config/strays.ts'
import { warningsOf } from '../config/warnings.ts'

const Counts = z.object({
  providers: z.number().int().describe('Described in a file'),
  agents: z.number().int(),
  tools: z.number().int().describe('Described in a file'),
  models: z.number().int().describe('Described in a file'),
})

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const noConfig = (places: readonly string[], [stray]: readonly Stray[]) => {
  const { message, next } = stray ? strayProblem(stray) : {}
  return missing('no-llm-config', 'There is no configuration of models and agent programs', {
    at: places.join(', '),
    why: message ?? 'without one the defaults hold: keys from the environment, no budget',
    next: next ?? 'run nimbus llm config init',
  })
}

/**
 * Checks the configuration of models and agent programs: keys, values, and whether what it names is there.
 *
 * Every problem is told with its line and what would be right; exit code 6 when there is one. A warning is about this
 * machine and not about the file: a key that is not set, a program that is not installed.
 */
export default operation({
  id: 'llm.config-validate',
  summary: 'Check the configuration of models and agent programs',
  effect: 'read',
  untrusted: true,
  input: z.object({}),
  output: z.object({
    valid: z.boolean(),
    sources: z.array(z.string()).describe('The files, in the order of precedence, lowest first'),
    counts: Counts,
    problems: z.array(ProblemView),
    warnings: z.array(ProblemView),
    ignored: z.array(IgnoredView).describe('What an untrusted workspace set in vain'),
  }),
  examples: [{ title: 'Is my configuration right?', input: {} }],
  phrases: [
    'llm.yaml ok',
    'does llm.yaml still work',
    'is llm.yaml broken',
    'have i broken llm.yaml',
    'did i break llm.yaml',
    'did i mess up llm.yaml',
    'have i broken the llm configuration',
    'is something wrong in llm.yaml',
    'llm.yaml valid',
    'errors in llm.yaml',
    'any mistakes in llm.yaml',
    'check the llm configuration',
    'is my llm.yaml valid',
    'validate llm.yaml',
    'validate the llm configuration',
    'are there mistakes in llm.yaml',
    'check llm.yaml',
    'is the llm configuration valid',
    'is llm.yaml correct',
    'is llm.yaml still correct',
    'is llm.yaml still valid',
    'is llm.yaml in order',
    'is the llm configuration in order',
    'is llm.yaml written correctly',
    'anything wrong with llm.yaml',
    'is everything right in llm.yaml',
  ],

  target: () => ({ resources: ['nimbus:config/llm'] }),
  async run(_input, ctx) {
    const reading = await redactKnown(ctx)
    const { settings, problems, whole, found, strays } = reading
    if (found.length === 0 && problems.length === 0)
      throw noConfig(
        (await ctx.folders()).map(({ path }) => shownFile(join(path, 'llm.yaml'), ctx)),
        strays,
      )
    const { providers = {}, agents = {}, tools = {}, models = {} } = whole.value
    const unread = strays.map(strayProblem)
    const warnings = problems.length > 0 ? unread : [...unread, ...warningsOf(reading, scanEnvironment(settings, ctx))]
    return {
      valid: problems.length === 0,
      sources: found,
      counts: {
        providers: Object.keys(providers).length,
        agents: Object.keys(agents).length,
        tools: Object.keys(tools).length,
        models: Object.keys(models).length,
      },
      problems: problems.map(problemView),
      warnings: warnings.map(problemView),
      ignored: settings.ignored.map((each) => ({ ...each })),
    }
  },
  negative: ({ valid }) => !valid,
  text({ valid, sources, counts, problems, warnings, ignored }) {
    const { providers, agents, tools, models } = counts
    const sums = [
      counted(agents, 'agent'),
      counted(models, 'model'),
      counted(tools, 'tool'),
      counted(providers, 'provider'),
    ].join(' · ')
    return [
      valid
        ? `✓ ${sources.join(' and ')} ${sources.length === 1 ? 'is' : 'are'} valid`
        : `✗ ${counted(problems.length, 'problem')}`,
      ...(valid ? [`  ${sums}`] : []),
      ...problems.flatMap((problem) => problemLines('✗', problem)),
      ...warnings.flatMap((warning) => problemLines('!', warning)),
      ...ignoredLines(ignored),
    ].join('\n')
  },
})
