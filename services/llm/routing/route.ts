import type { ModelFacts } from '../catalogue/facts.ts'

/** Who could answer: a model of a provider, or an agent program, which without a model takes the one it likes. */
export type Target =
  | { kind: 'model'; provider: string; model: string; facts: ModelFacts }
  | { kind: 'tool'; tool: string; model?: string; facts?: ModelFacts }

/** How hard a task is, by features that can be shown to whoever asks. */
export interface Complexity {
  level: 'simple' | 'moderate' | 'hard' | 'unknown'
  /** 0 to 1. */
  score: number
  features: Readonly<Record<string, number>>
}

/** What a call is expected to take. */
export interface Estimate {
  inputTokens: number
  outputTokens: number
  /** Nanodollars; absent when the price is unknown. */
  cost?: number
}

/** A decision of the router, with everything needed to explain it. */
export interface Route {
  /** The chosen target first, then what is tried when it fails. Never empty. */
  chain: readonly Target[]
  reasons: readonly string[]
  /** What a person should know who counted on another one, such as that the preferred model has no key. */
  warnings: readonly string[]
  rejected: readonly { target: string; reason: string }[]
  complexity: Complexity
  estimate: Estimate
}
