/** A task as it is put to whoever answers it. */
export interface TaskRequest {
  /** The task with its context before it. */
  prompt: string
  /** The agent's instructions. */
  system?: string
  agent?: string
  taskType?: string
  project?: string
  force?: boolean
  justification?: string
  timeoutMs?: number
}
