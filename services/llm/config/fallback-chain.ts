import { nearest } from '@nimbus/kernel/define'
import { didYouMean, type Path, type PathProblem } from './problem.ts'
import type { FallbackStep } from './settings.ts'

/** One step of a chain as it is written: a target, or another agent whose choices follow. */
export type WrittenStep = FallbackStep | { agent: string }

/** The part of an agent that its chain is made of. */
export interface ChainOwner {
  preferredTool?: string | undefined
  preferredModel?: string | undefined
  chain: readonly { step: WrittenStep; path: Path }[]
}

/** Reads `tool:model`, `api:model`, `agent:name`, or a model alone. The model may hold colons. */
export const readStep = (
  text: string,
  path: Path,
  tools: readonly string[],
): WrittenStep | { problem: PathProblem } => {
  const colon = text.indexOf(':')
  const [before, after] = colon < 0 ? ['api', text] : [text.slice(0, colon), text.slice(colon + 1)]
  const problem = (why: string, next: string) => ({
    problem: { path, message: `fallback_chain: ${text} cannot be used`, why, next },
  })
  if (after === '') return problem('there is no model behind the colon', `write ${before}: and a model`)
  if (colon < 0 && tools.includes(text)) return problem('a tool is asked for a model', `write ${text}: and a model`)
  if (before === 'agent') return { agent: after }
  if (before === 'api' || tools.includes(before)) return { tool: before, model: after }
  const right = nearest(before, [...tools, 'api'])
  return problem(
    `there is no tool ${before}`,
    right ? didYouMean(`${right}:${after}`) : `for a model write api:${text}`,
  )
}

const sameStep = (a: FallbackStep, b: FallbackStep): boolean => a.tool === b.tool && a.model === b.model

/**
 * What an agent falls back on, with the agents it names put in place. A circle of agents, an agent that is not there,
 * and a step given twice are problems.
 */
export const chainOf = (
  name: string,
  owners: Readonly<Record<string, ChainOwner>>,
): { steps: FallbackStep[]; problems: PathProblem[] } => {
  const problems: PathProblem[] = []
  const steps: FallbackStep[] = []
  const add = (step: FallbackStep, path: Path, own: boolean): void => {
    if (!steps.some((each) => sameStep(each, step))) steps.push(step)
    else if (own)
      problems.push({
        path,
        message: `fallback_chain: ${step.tool}:${step.model} is there twice`,
        why: 'what has failed is not tried again in the same call',
        next: 'remove one of the two',
      })
  }
  const follow = (agent: string, through: readonly string[]): void => {
    for (const { step, path } of owners[agent]?.chain ?? []) {
      if (!('agent' in step)) {
        add(step, path, through.length === 1)
        continue
      }
      const next = Object.hasOwn(owners, step.agent) ? owners[step.agent] : undefined
      if (!next) {
        // The agent that says so has the problem; whoever follows it need not hear of it.
        if (through.length === 1) problems.push(unknownAgent(step.agent, path, Object.keys(owners)))
        continue
      }
      if (through.includes(step.agent)) {
        if (through.length === 1 || step.agent === name) problems.push(circle([...through, step.agent], path))
        continue
      }
      if (next.preferredModel !== undefined)
        add({ tool: next.preferredTool ?? 'api', model: next.preferredModel }, path, false)
      follow(step.agent, [...through, step.agent])
    }
  }
  follow(name, [name])
  return { steps, problems }
}

const circle = (names: readonly string[], path: Path): PathProblem => ({
  path,
  message: `fallback_chain: it goes round in a circle`,
  why: names.join(' → '),
  next: 'end the chain with a tool or an api: model',
})

/** An agent that is not there, with the one that was most likely meant. */
export const unknownAgent = (name: string, path: Path, known: readonly string[]): PathProblem => {
  const right = nearest(name, known)
  return {
    path,
    part: path.includes('per_agent') ? 'key' : 'value',
    message: `${path.join('.')}: there is no agent ${name}`,
    why: known.length > 0 ? `known are ${known.join(', ')}` : 'there are no agents',
    next: right ? didYouMean(right) : `describe it under agents:`,
  }
}
