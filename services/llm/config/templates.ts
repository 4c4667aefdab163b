import { defaultModels } from '../routing/default-models.ts'
import type { EnvironmentScan } from './environment-scan.ts'
import claudeOnly from './templates/claude-only.yaml' with { type: 'text' }
import costOptimized from './templates/cost-optimized.yaml' with { type: 'text' }
import development from './templates/development.yaml' with { type: 'text' }
import quickStart from './templates/quick-start.yaml' with { type: 'text' }

/** The templates a configuration can begin with, by name, as text. */
export const templates = {
  'quick-start': quickStart,
  'claude-only': claudeOnly,
  'cost-optimized': costOptimized,
  development,
} as const
export type TemplateName = keyof typeof templates

/** The names of the templates, the usual one first. */
export const templateNames = ['quick-start', 'claude-only', 'cost-optimized', 'development'] as const

/** The large and the small model that the templates name. */
const [large = '', small = ''] = defaultModels.anthropic

const markedLine = '# @environment'

const scanLines = ({ platform, keys, programs }: EnvironmentScan): string[] => [
  `# What was found on this ${platform} machine when it was written:`,
  ...keys.map(({ provider, from }) => `#   ${provider}: ${from === undefined ? 'no key' : `key from ${from}`}`),
  ...programs.map(({ name, path }) => `#   ${name}: ${path === undefined ? 'not installed' : 'installed'}`),
]

/** The lines with which the assistant asks a program that is installed, when no provider has a key. */
const programLines = ({ keys, programs }: EnvironmentScan): string | undefined => {
  if (keys.some(({ from }) => from !== undefined)) return undefined
  const installed = programs.filter(({ path }) => path !== undefined)
  // One that lists no model of its own asks for the key of a provider.
  const program = installed.find(({ model }) => model !== undefined) ?? installed[0]
  if (!program) return undefined
  return [
    '    # There is no key yet, and this is installed: nimbus llm exec --agent assistant "…"',
    `    preferred_tool: ${program.name}`,
    ...(program.model === undefined ? [] : [`    preferred_model: ${program.model}`]),
  ].join('\n')
}

/**
 * A template as it is written here: with what was found in its head, and with the models of a provider that has a key.
 * Without any key the assistant of `quick-start` asks a program that is installed; else it stays with Anthropic, as the
 * template says.
 */
export const filledTemplate = (name: TemplateName, scan: EnvironmentScan): string => {
  const head = templates[name].replace(markedLine, scanLines(scan).join('\n'))
  const program = name === 'quick-start' ? programLines(scan) : undefined
  const text = program === undefined ? head : head.replace(`    preferred_model: anthropic/${large}`, () => program)
  const has = (provider: string): boolean =>
    scan.keys.some((key) => key.provider === provider && key.from !== undefined)
  if (name === 'claude-only' || has('anthropic')) return text
  const provider = (['openai', 'google'] as const).find(has)
  const [otherLarge, otherSmall] = provider ? defaultModels[provider] : []
  if (!provider || !otherLarge || !otherSmall) return text
  return text
    .replaceAll(`anthropic/${large}`, `${provider}/${otherLarge}`)
    .replaceAll(`anthropic/${small}`, `${provider}/${otherSmall}`)
}
