import type { Rates } from './facts.ts'
import table from './models.json'

/** What the shipped table says of a model; whatever is absent is unknown. */
export interface TableModel {
  context?: number
  output?: number
  tools?: boolean
  vision?: boolean
  reasoning?: boolean
  price?: Rates & { above?: readonly (Rates & { tokens: number })[]; source?: string }
}

/** Models by provider and id, written by `scripts/generate-model-catalogue.ts`. */
export const modelTable: Readonly<Record<string, Readonly<Record<string, TableModel>>>> = table.models

/** Where the prices of the table come from, with the day they were read. */
export const priceSource = (second?: string): string =>
  `${second ?? `${table.prices.name} ${table.prices.version}`}, read ${table.read}`
