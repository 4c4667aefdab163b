import type { Price } from '../catalogue/facts.ts'

/** A call that is about to be made, as far as money and limits are concerned. */
export interface SpendingCall {
  /** Used once: every attempt of a fallback chain has one of its own. */
  id: string
  /** Absent for an agent program. */
  provider?: string
  model: string
  /** Absent when nobody knows it; a local model has one of 0. */
  price?: Price
  /** It runs on a seat at a flat rate: it costs no dollars, and that is known. */
  notMetered?: boolean
  agent?: string
  project: string
  taskType?: string
  inputTokens: number
  /** What the request allows at most, for each answer. */
  maxTokens?: number
  /** How many answers are asked for; one by default. */
  answers?: number
  /** What the model can give at most, for each answer. */
  maxOutput?: number
  /** Goes past budgets; what it spends counts all the same. */
  force?: boolean
  justification?: string
}

/** `provider/id`, or the name alone for a program's own model. */
export const modelName = ({ provider, model }: Pick<SpendingCall, 'provider' | 'model'>): string =>
  provider === undefined ? model : `${provider}/${model}`
