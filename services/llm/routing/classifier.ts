import type { Settings } from '../config/settings.ts'
import type { Task } from './task.ts'

/** The classifier to ask, if one is configured and its word can change who answers. */
export const classifierFor = (task: Task, { policies }: Settings): string | undefined => {
  const { enabled, classifier } = policies.costOptimization
  const matters = enabled && task.model === undefined && task.inputTokens < policies.preferCheaperUnderTokens
  return matters ? classifier : undefined
}
