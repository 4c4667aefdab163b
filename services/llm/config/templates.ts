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

/**
 * A template as it is written here: with what was found in its head, and with the models of a provider that has a key.
 * Without any key it stays with Anthropic, as the template says.
 */
export const filledTemplate = (name: TemplateName, scan: EnvironmentScan): string => {
  const text = templates[name].replace(markedLine, scanLines(scan).join('\n'))
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
