import { z } from '@nimbus/kernel/define'
import { alignedRows } from '@nimbus/text-table'
import { present } from '../present.ts'
import type { Reading } from './read-settings.ts'

/** An agent as it is shown. */
export const AgentView = z.object({
  name: z.string(),
  description: z.string().optional(),
  preferredTool: z.string().optional().describe('Absent when the model is asked directly'),
  preferredModel: z.string().optional().describe('Absent when the router chooses'),
  fallbackChain: z.array(z.string()).describe('tool:model, in order'),
  taskTypes: z.record(z.string(), z.string()),
  hasInstructions: z.boolean(),
  dailyUsd: z.number().optional(),
  monthlyUsd: z.number().optional(),
  source: z.string().optional().describe('Where it is described'),
})
export type AgentView = z.infer<typeof AgentView>

/** Every agent of a configuration, with where it is described. */
export const agentViews = ({ settings, whole }: Reading): AgentView[] =>
  Object.values(settings.agents).map((agent) => ({
    name: agent.name,
    ...present({
      description: agent.description,
      preferredTool: agent.preferredTool,
      preferredModel: agent.preferredModel,
      dailyUsd: agent.limits?.dailyUsd,
      monthlyUsd: agent.limits?.monthlyUsd,
      source: whole.locate({ path: ['agents', agent.name], part: 'key', message: '' }).at,
    }),
    fallbackChain: agent.fallbackChain.map(({ tool, model }) => `${tool}:${model}`),
    taskTypes: { ...agent.taskTypes },
    hasInstructions: agent.instructions !== undefined,
  }))

/** Agents as aligned lines for a terminal. */
export const agentLines = (agents: readonly AgentView[]): string[] =>
  alignedRows(
    agents.map(({ name, preferredTool, preferredModel, fallbackChain, description, source }) => [
      name,
      `${preferredTool ?? 'api'}:${preferredModel ?? '(chosen by the router)'}`,
      fallbackChain.length > 0 ? `then ${fallbackChain.join(', ')}` : '',
      description ?? '',
      source ?? '',
    ]),
  )
