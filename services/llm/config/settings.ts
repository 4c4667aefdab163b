/**
 * The configuration of the LLM layer as it is in force: every file read, checked and merged, variables expanded.
 *
 * Names are the keys of the maps. Whoever reads it may rely on the cross-checks: an agent's tool and models exist, a
 * fallback chain has no cycle, a tool supports the models it is given.
 */
export interface Settings {
  providers: Readonly<Record<string, Provider>>
  agents: Readonly<Record<string, Agent>>
  tools: Readonly<Record<string, Tool>>
  /** By `provider/id`, and by `id` alone where only one provider has it. */
  models: Readonly<Record<string, ModelSettings>>
  policies: Policies
  /** The files it came from, in the order of precedence, lowest first. Empty when nothing is configured. */
  sources: readonly string[]
  /** What an untrusted workspace set in vain, for a person to see. */
  ignored: readonly { file: string; setting: string; reason: string }[]
  /** What whoever asks a model is told of the configuration, such as a file that is not read. */
  warnings: readonly string[]
}

export type ProviderType = 'anthropic' | 'openai' | 'google' | 'ollama' | 'openai-compatible'

/** Where a provider is and what opens it. */
export interface Provider {
  name: string
  type: ProviderType
  /** Without a trailing slash. */
  baseUrl: string
  /** Absent where none is needed or none was found; `keyFrom` says where one would be looked for. */
  apiKey?: string
  /** The variable, credential or file that the key came from, or the names that were tried. */
  keyFrom: string
  /** Reached without leaving this machine: what `privacy: local-only` allows. */
  local: boolean
  headers?: Readonly<Record<string, string>>
  timeoutMs: number
  /** What keeps it from being asked, such as a key with a line break in it. Everything else goes on without it. */
  fault?: ProviderFault
}

/** What is wrong with a provider on this machine, in the parts of an error; never holds a key. */
export interface ProviderFault {
  code: 'invalid-key' | 'invalid-url'
  message: string
  at: string
  why: string
  next: string
}

/** Somebody who asks: a role with its preferences. */
export interface Agent {
  name: string
  description?: string
  preferredTool?: string
  /** `provider/id` or a model name. */
  preferredModel?: string
  /** What is tried after the preferred one, in order. */
  fallbackChain: readonly FallbackStep[]
  /** Whether somebody wrote that chain, an empty one as well: then it is all there is. */
  ownChain: boolean
  /** The model for a kind of task, such as `review` or `debugging`. */
  taskTypes: Readonly<Record<string, string>>
  /** Instructions from its profile, put before every conversation. */
  instructions?: string
  limits?: Limits
}

/** `tool:model` of a fallback chain; the tool `api` means the model's provider itself. */
export interface FallbackStep {
  tool: string
  model: string
}

/** An agent program, as its YAML definition says. */
export interface Tool {
  name: string
  /** A path, a name on PATH, or one for each platform. */
  binary: string | Readonly<Partial<Record<Platform, string>>>
  /** One template for each element of argv, such as `--model` and `{{model}}`. */
  args: readonly string[]
  /** How the prompt gets there. */
  prompt: 'argument' | 'stdin' | 'file'
  platforms: readonly Platform[]
  /** What the layer calls a model → what the tool calls it. */
  models: Readonly<Record<string, string>>
  capabilities: readonly string[]
  /** Expanded. */
  env: Readonly<Record<string, string>>
  envRequired: readonly string[]
  output: ToolOutput
  /** What an exit code means; every other than 0 is a failure. */
  exitCodes: Readonly<Record<string, ToolExit>>
  timeoutMs: number
  /** Where to get it. */
  install?: string
}

export type Platform = 'linux' | 'darwin' | 'win32' | 'wsl'

export type ToolExit = 'ok' | 'rate-limited' | 'auth' | 'failed' | 'context-overflow'

/**
 * How a tool's output is read.
 *
 * Paths are dot-separated, with numbers for array elements and `*` for all of them. A figure may be a sum or difference
 * of paths, such as `usage.input_tokens - usage.cached_input_tokens`. For `regex` all of them are patterns.
 */
export interface ToolOutput {
  format: 'text' | 'json' | 'json-lines' | 'regex'
  /** Where the answer is; for `regex`, the pattern with a group `text`. */
  text?: string
  /** For `json-lines`: only lines whose value at a path is this, such as `{ "type": "assistant" }`. */
  where?: Readonly<Record<string, string>>
  /** For `json-lines`: which of several texts is the answer; the last one by default. */
  texts?: 'last' | 'all'
  /** Where it says that it failed, whatever its exit code: anything but nothing, `false` and an empty text. */
  error?: string
  /** Where figures are; those found several times are added. For `regex`, patterns with a group `value`. */
  tokens?: Readonly<Partial<Record<'input' | 'cachedRead' | 'cachedWrite' | 'output' | 'reasoning', string>>>
  /** Where dollars are; `not-metered` for a seat at a flat rate. */
  cost?: string
  /** The variables that make it billed by use; while none of them is set, the tool runs on a seat and is not metered. */
  meteredBy?: readonly string[]
}

/** What the user says of a model; what is missing comes from the catalogue. */
export interface ModelSettings {
  provider: string
  id: string
  /** US dollars for a thousand tokens; overrides the catalogue. */
  costPer1k?: { input: number; output: number; cachedRead?: number; cachedWrite?: number }
  contextWindow?: number
  maxOutput?: number
  tools?: boolean
  vision?: boolean
  /** Kinds of tasks it is good for, as in `taskTypes`. */
  suitability: readonly string[]
}

/** Budgets and limits. They say what may be spent, never what may be done. */
export interface Policies extends Limits {
  limit: { type: 'soft' | 'hard'; thresholdPercent: number }
  /** IANA name, such as `Europe/Berlin`: when a day and a month begin. */
  timeZone: string
  preferCheaperUnderTokens: number
  autoFallbackOnRateLimit: boolean
  requireJustificationOverUsd?: number
  /** Output tokens that are reserved while there is no history, and the cap of the careful reserve. */
  defaultOutputTokens: number
  perModel: Readonly<Record<string, Limits>>
  perProject: Readonly<Record<string, Limits>>
  privacy: { mode: 'metadata' | 'full'; localOnly: boolean }
  retentionDays: number
  costOptimization: { enabled: boolean; defaultModel?: string; classifier?: string }
}

/** Limits of one scope: everything, an agent, a model, a project. Dollars; requests and tokens count by the minute. */
export interface Limits {
  dailyUsd?: number
  monthlyUsd?: number
  requestsPerMinute?: number
  tokensPerMinute?: number
}
