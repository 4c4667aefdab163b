import type { Settings } from '../config/settings.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { complexityOf } from './complexity.ts'
import type { Complexity } from './route.ts'
import { taskText } from './task-text.ts'
import { estimateInput } from './token-estimate.ts'

/** What is asked, as far as it decides who answers. */
export interface Task {
  inputTokens: number
  /** What the answer is expected to take: the limit of the request, else the configured default. */
  outputTokens: number
  needs: { tools: boolean; vision: boolean }
  complexity: Complexity
  agent?: string
  taskType?: string
  /** Named by whoever asks: nobody else will do. */
  provider?: string
  model?: string
  /** Whether an agent program may answer, a model only, or of those only what stands before the first program. */
  answeredBy: 'models' | 'models before programs' | 'models and programs'
}

const hasImage = ({ messages }: ChatRequest): boolean =>
  messages.some(({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'image'))

/**
 * The facts of a request that the router decides on. `complexity` replaces what the features say, when something
 * that knows better has been asked.
 */
export const taskOf = (request: ChatRequest, settings: Settings, complexity?: Complexity): Task => {
  const { agent, taskType, provider, model, tools = [], maxTokens, beforePrograms } = request
  let judged = complexity
  const task: Task = {
    inputTokens: estimateInput(request),
    outputTokens: maxTokens ?? settings.policies.defaultOutputTokens,
    needs: { tools: tools.length > 0, vision: hasImage(request) },
    // Where a model was named nobody asks how hard the task is, and finding out costs as much as the rest of the route.
    get complexity() {
      judged ??= complexityOf(taskText(request.messages), { tools: tools.length })
      return judged
    },
    answeredBy: beforePrograms ? 'models before programs' : 'models',
  }
  if (agent !== undefined) task.agent = agent
  if (taskType !== undefined) task.taskType = taskType
  if (provider !== undefined) task.provider = provider
  if (model !== undefined) task.model = model
  return task
}
