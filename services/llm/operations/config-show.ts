import { operation, z } from '@nimbus/kernel/define'
import { alignedRows } from '@nimbus/text-table'
import { AgentView, agentLines, agentViews } from '../config/agent-view.ts'
import {
  ModelView,
  modelViews,
  PolicyView,
  ProviderView,
  policyViews,
  providerViews,
  ToolName,
  toolNames,
} from '../config/effective.ts'
import { IgnoredView, ignoredLines } from '../config/problem-view.ts'
import { raiseProblems } from '../config/raise-problems.ts'
import { redactKnown } from '../config/redact-known.ts'

const valueText = (value: unknown): string =>
  value === undefined ? '(none)' : typeof value === 'string' ? value : JSON.stringify(value)

/**
 * Shows the configuration of models and agent programs as it is in force, with where each part comes from.
 *
 * Keys are shown as set or not set, with the place they are at, never themselves.
 */
export default operation({
  id: 'llm.config-show',
  summary: 'Show the configuration of models and agent programs in force',
  effect: 'read',
  untrusted: true,
  input: z.object({}),
  output: z.object({
    sources: z.array(z.string()).describe('The files, in the order of precedence, lowest first'),
    providers: z.array(ProviderView),
    agents: z.array(AgentView),
    tools: z.array(ToolName),
    models: z.array(ModelView).describe('Those that files describe; the shipped catalogue has more'),
    policies: z.array(PolicyView),
    ignored: z.array(IgnoredView).describe('What an untrusted workspace set in vain'),
  }),
  examples: [{ title: 'What holds here?', input: {} }],
  phrases: [
    'effective llm configuration',
    'llm configuration in force',
    'what is in my llm configuration',
    'show the llm configuration',
    'show the llm settings',
    'which llm settings are in effect',
    'which llm settings are in force',
    'print the llm configuration',
    'show llm.yaml',
    'which values of llm.yaml are in force',
    'how are models configured',
    'what is configured for models',
  ],

  target: () => ({ resources: ['nimbus:config/llm'] }),
  async run(_input, ctx) {
    const reading = await redactKnown(ctx)
    raiseProblems(reading.problems)
    const { sources, ignored } = reading.settings
    return {
      sources: [...sources],
      providers: providerViews(reading),
      agents: agentViews(reading),
      tools: toolNames(reading),
      models: modelViews(reading),
      policies: policyViews(reading),
      ignored: ignored.map((each) => ({ ...each })),
    }
  },
  text({ sources, providers, agents, tools, models, policies, ignored }) {
    const section = (title: string, lines: readonly string[]): string[] =>
      lines.length > 0 ? [title, ...lines.map((line) => `  ${line}`)] : []
    return [
      sources.length > 0
        ? `from ${sources.join(' and ')}`
        : 'nothing is configured; write a file with: nimbus llm config init',
      ...section(
        'providers',
        alignedRows(
          providers.map(({ name, baseUrl, key, keyFrom, fault }) => [
            key === 'not set' || fault ? '✗' : '✓',
            name,
            baseUrl,
            fault ?? (key === 'not needed' ? 'no key needed' : `key ${key}: ${keyFrom}`),
          ]),
        ),
      ),
      ...section('agents', agentLines(agents)),
      ...section('tools', alignedRows(tools.map(({ name, origin }) => [name, origin]))),
      ...section(
        'models',
        alignedRows(models.map(({ name, provider, id, origin }) => [name, `${provider}/${id}`, origin])),
      ),
      ...section(
        'policies',
        alignedRows(policies.map(({ key, value, origin, source }) => [key, valueText(value), source ?? origin])),
      ),
      ...ignoredLines(ignored),
    ].join('\n')
  },
})
