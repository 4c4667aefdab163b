import { nearest } from '@nimbus/kernel/define'
import { present } from '../present.ts'
import { bareMap } from './bare-map.ts'
import { type ChainOwner, chainOf, readStep } from './fallback-chain.ts'
import type { AgentFile } from './file-schema.ts'
import { meant, takes, unknownModel } from './known-model.ts'
import type { LimitsFile } from './policies-schema.ts'
import { didYouMean, type Path, type PathProblem } from './problem.ts'
import type { Profile } from './profile.ts'
import { limitsOf } from './resolve-policies.ts'
import type { Agent, Settings } from './settings.ts'

type Parts = Pick<Settings, 'providers' | 'tools' | 'models'>
type Written = Readonly<Record<string, AgentFile>>

const unknownTool = (tool: string, path: Path, tools: readonly string[]): PathProblem => {
  const right = nearest(tool, [...tools, 'api'])
  return {
    path,
    message: `${path.join('.')}: there is no tool ${tool}`,
    why: `known are ${[...tools, 'api'].join(', ')}`,
    next: right ? didYouMean(right) : `describe it under tools:, or choose one that is there`,
  }
}

/** What is wrong with asking a tool, or with `api` the provider itself, for a model. */
const targetProblem = (tool: string | undefined, model: string, path: Path, parts: Parts): PathProblem | undefined => {
  const asked = tool === undefined || tool === 'api' ? undefined : parts.tools[tool]
  if (!asked) return meant(parts, model) ? undefined : unknownModel(parts, model, path)
  if (takes(asked, model, parts)) return undefined
  const listed = Object.keys(asked.models)
  const right = nearest(model, listed)
  return {
    path,
    message: `${path.join('.')}: ${asked.name} does not take the model ${model}`,
    why: `it takes ${listed.join(', ')}`,
    next: right ? didYouMean(right) : `add it to tools.${asked.name}.models, or choose another`,
  }
}

const ownProblems = (name: string, agent: AgentFile, parts: Parts): PathProblem[] => {
  const path = ['agents', name]
  const { preferred_tool: tool, preferred_model: model, task_types: kinds = {} } = agent
  const tools = Object.keys(parts.tools)
  const hasTool = tool === undefined || tool === 'api' || tools.includes(tool)
  const models = [
    ...(model !== undefined && hasTool ? [targetProblem(tool, model, [...path, 'preferred_model'], parts)] : []),
    ...Object.entries(kinds).map(([kind, each]) =>
      hasTool ? targetProblem(tool, each, [...path, 'task_types', kind], parts) : undefined,
    ),
  ].flatMap((problem) => problem ?? [])
  return hasTool || tool === undefined ? models : [unknownTool(tool, [...path, 'preferred_tool'], tools), ...models]
}

/** The agents, with what their profiles say, and everything about them that does not fit together. */
export const agentsOf = (
  written: Written,
  profiles: Readonly<Record<string, Profile>>,
  parts: Parts,
  perAgent: Readonly<Record<string, LimitsFile>>,
): { agents: Record<string, Agent>; problems: PathProblem[] } => {
  const problems: PathProblem[] = []
  const whole: Record<string, AgentFile> = {}
  for (const [name, agent] of Object.entries(written)) whole[name] = { ...profiles[name], ...agent }
  const tools = Object.keys(parts.tools)

  const owners: Record<string, ChainOwner> = {}
  for (const [name, agent] of Object.entries(whole)) {
    const chain = (agent.fallback_chain ?? []).flatMap((text, i) => {
      const path = ['agents', name, 'fallback_chain', i]
      const step = readStep(text, path, tools)
      if (!('problem' in step)) return [{ step, path }]
      problems.push(step.problem)
      return []
    })
    for (const { step, path } of chain) {
      const wrong = 'agent' in step ? undefined : targetProblem(step.tool, step.model, path, parts)
      if (wrong) problems.push(wrong)
    }
    owners[name] = { preferredTool: agent.preferred_tool, preferredModel: agent.preferred_model, chain }
  }

  const agents: Record<string, Agent> = {}
  for (const [name, agent] of Object.entries(whole)) {
    problems.push(...ownProblems(name, agent, parts))
    const { steps, problems: wrong } = chainOf(name, owners)
    problems.push(...wrong)
    const limits = Object.hasOwn(perAgent, name) ? perAgent[name] : undefined
    agents[name] = {
      name,
      ...present({
        description: agent.description,
        preferredTool: agent.preferred_tool,
        preferredModel: agent.preferred_model,
      }),
      fallbackChain: steps,
      ownChain: agent.fallback_chain !== undefined,
      taskTypes: bareMap(agent.task_types ?? {}),
      ...present({ instructions: agent.instructions }),
      ...(limits ? { limits: limitsOf(limits) } : {}),
    }
  }
  return { agents, problems }
}
