import type { Finish, Message, TokenUsage, ToolCall, ToolDefinition } from './messages.ts'

/** What is asked of a model, before anybody has decided which. */
export interface ChatRequest {
  messages: readonly Message[]
  tools?: readonly ToolDefinition[]
  toolChoice?: 'auto' | 'none' | 'required' | { name: string }
  /** JSON Schema that the answer must fit. */
  schema?: Readonly<Record<string, unknown>>
  maxTokens?: number
  temperature?: number
  topP?: number
  stop?: readonly string[]
  seed?: number
  /** How many answers are wanted, each of them paid for; one by default. */
  answers?: number
  /** What the agent is told, which the messages begin with. */
  instructions?: string
  /** Names what is wanted; each narrows the choice of the router. */
  provider?: string
  model?: string
  agent?: string
  /** Of the agent's chain only what stands before its first program, which is asked after these models. */
  beforePrograms?: boolean
  taskType?: string
  /** Whose money it is; the workspace's folder name by default. */
  project?: string
  /** Goes past a hard limit; recorded in the audit. */
  force?: boolean
  justification?: string
}

/** What a model gave, whoever it was. */
export interface ModelAnswer {
  text: string
  toolCalls: readonly ToolCall[]
  finish: Finish
  usage?: TokenUsage
  /** The name the provider gives the model that answered. */
  servedBy: string
}

/** The answer with all that became of the request. */
export interface ChatResult extends ModelAnswer {
  provider: string
  model: string
  /** Nanodollars (1e-9 US dollars); absent when the price is unknown. */
  cost?: number
  latencyMs: number
  firstTokenMs?: number
  /** Why this model, one sentence each, in the order in which it was decided. */
  reasons: readonly string[]
  /** What a person should know: a threshold that was crossed, a provider that was passed over. */
  warnings: readonly string[]
}
