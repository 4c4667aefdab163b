import { type DefinitionProblem, definitionProblems } from '../adapters/definition-problems.ts'
import { profilesOf } from './agent-profiles.ts'
import { bareMap } from './bare-map.ts'
import { crossCheck } from './cross-check.ts'
import type { Stamped } from './files.ts'
import { modelKey } from './known-model.ts'
import { type ReadLayer, type Whole, wholeOf } from './layers.ts'
import { merged } from './merge.ts'
import type { PathProblem, Problem } from './problem.ts'
import { providersOf } from './providers.ts'
import { agentsOf } from './resolve-agents.ts'
import { modelsOf } from './resolve-models.ts'
import { policiesOf } from './resolve-policies.ts'
import { toolOf } from './resolve-tools.ts'
import type { Settings, Tool } from './settings.ts'
import { shippedToolFiles } from './shipped-tool-files.ts'
import type { SettingsContext, Surroundings } from './surroundings.ts'
import type { ToolFile } from './tool-schema.ts'

/** What files say together, as settings, with what is wrong with it. */
export interface Resolved {
  settings: Settings
  whole: Whole
  problems: Problem[]
  /** What does not fit together, by its path: it may be the fault of a layer that does not count. */
  crossed: PathProblem[]
  /** Where such a thing is. */
  locate: Whole['locate']
  /** The profiles of agents, each in the state before it was read. */
  stamps: Stamped[]
}

const toolProblem = (name: string, { at, message }: DefinitionProblem): PathProblem => ({
  path: ['tools', name, ...at.split('.')],
  message: `tools.${name}.${at}: ${message}`,
  why: 'the tool could not be asked',
  next: 'mend the definition; docs/guides/llm-configuration.md has all that may be in it',
})

/** Tools of the shipped layer and of the files, each with what its definition leaves out. */
const toolsOf = (whole: Whole, variable: Surroundings['variable']) => {
  const written = merged(shippedToolFiles(variable), whole.value.tools) as Readonly<Record<string, ToolFile>>
  const tools: Record<string, Tool> = {}
  const problems: Problem[] = []
  for (const [name, each] of Object.entries(written)) {
    const tool = toolOf(name, each)
    if ('problem' in tool) {
      problems.push(whole.locate(tool.problem))
      continue
    }
    tools[name] = tool
    if (whole.value.tools && Object.hasOwn(whole.value.tools, name))
      problems.push(...definitionProblems(tool).map((problem) => whole.locate(toolProblem(name, problem))))
  }
  return { tools, problems }
}

/** Makes settings of what the layers say, the lowest first. */
export const resolveSettings = async (
  layers: readonly ReadLayer[],
  ctx: SettingsContext,
  surroundings: Surroundings,
): Promise<Resolved> => {
  const whole = wholeOf(layers)
  const { value } = whole
  const { providers, problems: providerProblems } = await providersOf(value.providers ?? {}, whole, surroundings)
  const { tools, problems: toolProblems } = toolsOf(whole, surroundings.variable)
  const { models, problems: modelProblems } = modelsOf(value.models ?? {}, providers)
  const { profiles, problems: profileProblems, stamps, locate } = await profilesOf(whole, ctx)
  const parts = { providers, tools, models }
  const perAgent = value.policies?.per_agent ?? {}
  const { agents, problems: agentProblems } = agentsOf(value.agents ?? {}, profiles, parts, perAgent)
  const { policies, problems: policyProblems } = policiesOf(value.policies ?? {}, (name) => modelKey(parts, name))
  const settings: Settings = {
    providers: bareMap(providers),
    agents: bareMap(agents),
    tools: bareMap(tools),
    models: bareMap(models),
    policies,
    sources: layers.flatMap(({ files }) => files.map(({ file }) => file.shown)),
    ignored: layers.flatMap(({ ignored }) => ignored),
    warnings: [],
  }
  return {
    settings,
    whole,
    problems: [...providerProblems, ...toolProblems, ...profileProblems],
    crossed: [...modelProblems, ...agentProblems, ...policyProblems, ...crossCheck(value, settings)],
    locate,
    stamps,
  }
}
