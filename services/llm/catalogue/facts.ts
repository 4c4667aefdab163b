/** US dollars for a million tokens. */
export interface Rates {
  input: number
  output: number
  /** Where a provider bills the cache apart; else it is billed as input. */
  cachedRead?: number
  cachedWrite?: number
}

/** What a model costs. */
export interface Price extends Rates {
  /** Where it comes from: the configuration, or the price table and its date. */
  source: string
  /** Rates of a whole call whose input, cached or not, is longer than so many tokens; shortest first. */
  above?: readonly (Rates & { tokens: number })[]
}

/** What is known of a model. Whatever is absent is unknown. */
export interface ModelFacts {
  provider: string
  id: string
  contextWindow?: number
  maxOutput?: number
  tools?: boolean
  vision?: boolean
  reasoning?: boolean
  price?: Price
  suitability: readonly string[]
}
