import type { Settings } from '../config/settings.ts'
import type { ChatRequest } from './request.ts'

/** An agent's instructions come before every conversation of its. */
export const withInstructions = (request: ChatRequest, settings: Settings): ChatRequest => {
  const instructions = request.agent === undefined ? undefined : settings.agents[request.agent]?.instructions
  if (!instructions) return request
  return { ...request, instructions, messages: [{ role: 'system', content: instructions }, ...request.messages] }
}
