import { invalid, nearest } from '@nimbus/kernel/define'
import { inVain } from '../../config/in-vain.ts'
import type { Agent, Settings, Tool } from '../../config/settings.ts'
import type { ChatRequest } from '../../conversation/request.ts'
import { cheaperForProgram } from '../../routing/cheaper.ts'
import { taskOf } from '../../routing/task.ts'
import { toolModelName } from '../tool-models.ts'

/** Who is asked in place of an agent program: the model's provider itself. */
export const apiTool = 'api'

/** Somebody who may be asked a task: an agent program, or `api`. */
export interface Candidate {
  tool: string
  /** As the configuration calls it; without one the program or the router decides. */
  model?: string
  /** Whether the router takes only what stands before the first program of the chain, which comes next. */
  beforePrograms?: true
  /** Why it stands where it stands, in a few words. */
  why: string
}

/** What a caller says of who is to be asked. */
export interface Wish {
  /** What is to be done, which says whether a cheaper model will do. */
  task?: string
  agent?: string
  tool?: string
  model?: string
  taskType?: string
}

const unknown = (kind: 'agent' | 'tool', name: string, known: readonly string[], settings: Settings) => {
  const close = nearest(name, known)
  const said = known.length > 0 ? `there are: ${known.join(', ')}` : `add one to llm.yaml, or leave out --${kind}`
  return invalid(`unknown-${kind}`, `There is no ${kind} ${name}`, {
    at: kind,
    next: inVain(settings, `${kind}s.${name}`) ?? (close ? `did you mean ${close}?` : said),
  })
}

/** The agent of a wish. Raises `unknown-agent` (exit 2) with the nearest name. */
export const agentOf = ({ agent }: Wish, settings: Settings): Agent | undefined => {
  if (agent === undefined) return undefined
  const found = Object.hasOwn(settings.agents, agent) ? settings.agents[agent] : undefined
  if (!found) throw unknown('agent', agent, Object.keys(settings.agents), settings)
  return found
}

/** The model of a program for this task: a cheaper one than the agent prefers, where the router says that it will do. */
const programModel = (tool: string, preferred: string, { task, taskType }: Wish, settings: Settings) => {
  if (task === undefined) return undefined
  const request: ChatRequest = { messages: [{ role: 'user', content: task }], ...(taskType ? { taskType } : {}) }
  return cheaperForProgram(tool, preferred, taskOf(request, settings), settings)
}

const first = (wish: Wish, agent: Agent | undefined, settings: Settings): Candidate => {
  const settled = wish.model ?? (wish.taskType === undefined ? undefined : agent?.taskTypes[wish.taskType])
  const model = settled ?? agent?.preferredModel
  const asked = model === undefined ? {} : { model }
  if (wish.tool !== undefined) return { tool: wish.tool, ...asked, why: 'asked for' }
  const { name = '', preferredTool } = agent ?? {}
  if (preferredTool !== undefined && preferredTool !== apiTool) {
    const cheaper = settled === undefined && model !== undefined && programModel(preferredTool, model, wish, settings)
    if (cheaper) return { tool: preferredTool, model: cheaper.model, why: cheaper.reason }
    return { tool: preferredTool, ...asked, why: `${name} prefers it` }
  }
  // Between models the router decides, who knows what the agent prefers.
  const named = wish.model === undefined ? {} : { model: wish.model }
  return { tool: apiTool, ...named, why: agent ? `${name} has no program` : 'no program was asked for' }
}

/**
 * Who is asked, in order: the tool and model that were asked for or that the agent prefers, then its fallback chain.
 * Never empty, nobody twice. Raises `unknown-agent` and `unknown-tool` (exit 2) with the nearest names.
 */
export const candidatesOf = (wish: Wish, settings: Settings): Candidate[] => {
  const agent = agentOf(wish, settings)
  const later = (agent?.fallbackChain ?? []).map(({ tool, model }, index) => ({
    tool,
    model,
    why: `${index + 1}. in the fallback chain`,
  }))
  const program = later.findIndex(({ tool }) => tool !== apiTool)
  const start = first(wish, agent, settings)
  // Left to itself the router goes through the models of the agent, as far as the first program: none of them is asked
  // once more after it.
  const routed = start.tool === apiTool && start.model === undefined
  const all: Candidate[] = [routed && program >= 0 ? { ...start, beforePrograms: true } : start, ...later]
  for (const { tool } of all)
    if (tool !== apiTool && !Object.hasOwn(settings.tools, tool))
      throw unknown('tool', tool, [apiTool, ...Object.keys(settings.tools)], settings)
  return all.filter(
    (each, index) =>
      all.findIndex(({ tool, model }) => tool === each.tool && model === each.model) === index &&
      (!routed || index === 0 || each.tool !== apiTool || (program >= 0 && index > program)),
  )
}

/** What a definition says of a tool that sends nothing to another machine, such as one with a model of its own here. */
const localCapability = 'local'

/** Whether privacy forbids asking a tool: with `local_only` one that is not known to stay on this machine. */
export const isBarred = ({ tool }: Candidate, { policies, tools }: Settings): boolean =>
  policies.privacy.localOnly && tool !== apiTool && !tools[tool]?.capabilities.includes(localCapability)

/** What is said of a tool that privacy forbids. */
export const barredText = (tool: string): string =>
  `privacy is local_only, and ${tool} is not known to stay on this machine`

/**
 * What a tool calls a model of the configuration: by its name, without its provider, or by the id that the name stands
 * for. Where a tool takes any model, a name of the configuration's own becomes the id it stands for.
 *
 * Raises `unsupported-model` (exit 2) with the models it takes.
 */
export const toolModel = (tool: Tool, model: string, { models }: Pick<Settings, 'models'>): string => {
  const named = Object.hasOwn(models, model) ? models[model]?.id : undefined
  const takesAny = Object.keys(tool.models).length === 0
  const names = takesAny
    ? [model.includes('/') ? model : (named ?? model)]
    : [model, model.slice(model.indexOf('/') + 1), ...(named ? [named] : [])]
  const own = names.map((name) => toolModelName(tool, name)).find((name) => name !== undefined)
  if (own !== undefined) return own
  const listed = Object.keys(tool.models)
  const close = nearest(model, listed)
  throw invalid('unsupported-model', `${tool.name} does not take the model ${model}`, {
    at: 'model',
    why: `its definition lists ${listed.join(', ')}`,
    next: close ? `did you mean ${close}?` : `add it in llm.yaml at tools.${tool.name}.models`,
  })
}
