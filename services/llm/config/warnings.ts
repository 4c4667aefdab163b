import { mayBeKeyless } from '../providers/access.ts'
import type { EnvironmentScan } from './environment-scan.ts'
import { meant } from './known-model.ts'
import type { Problem } from './problem.ts'
import type { Reading } from './read-settings.ts'
import type { Agent } from './settings.ts'

/** The models that an agent asks a provider for. */
const askedBy = ({ preferredTool = 'api', preferredModel, taskTypes, fallbackChain }: Agent): string[] => [
  ...(preferredTool === 'api'
    ? [...(preferredModel === undefined ? [] : [preferredModel]), ...Object.values(taskTypes)]
    : []),
  ...fallbackChain.filter(({ tool }) => tool === 'api').map(({ model }) => model),
]

/** What is right as it is written and will not work here: keys that are not set or cannot be sent, programs that are not installed. */
export const warningsOf = ({ settings, whole }: Reading, { programs }: EnvironmentScan): Problem[] => {
  const absent = new Set(programs.filter(({ path }) => path === undefined).map(({ name }) => name))
  const agents = Object.values(settings.agents)
  const tools = agents.flatMap(({ name, preferredTool, fallbackChain }) => {
    if (preferredTool === undefined || !absent.has(preferredTool)) return []
    const next = fallbackChain.find(({ tool }) => !absent.has(tool))
    return whole.locate({
      path: ['agents', name, 'preferred_tool'],
      message: `agents.${name}: ${preferredTool} is not installed`,
      why: next ? `${next.tool}:${next.model} answers instead` : 'nothing in its fallback chain can answer instead',
      next: settings.tools[preferredTool]?.install ?? `install ${preferredTool}`,
    })
  })
  const asking = new Map<string, string>()
  for (const agent of agents)
    for (const model of askedBy(agent)) {
      const provider = meant(settings, model)?.provider
      if (provider !== undefined && !asking.has(provider)) asking.set(provider, agent.name)
    }
  const keys = [...asking].flatMap(([name, agent]): Problem[] => {
    const provider = settings.providers[name]
    if (!provider || provider.apiKey !== undefined || mayBeKeyless(provider)) return []
    return [
      whole.locate({
        path: ['agents', agent],
        part: 'key',
        message: `agents.${agent}: there is no key for ${name}`,
        why: `looked for ${provider.keyFrom}`,
        next: `set one of them: nimbus credentials set ${name} -`,
      }),
    ]
  })
  const faults = Object.values(settings.providers).flatMap(({ fault }) => fault ?? [])
  return [...faults, ...tools, ...keys]
}
