import type { CatalogEntry } from '@nimbus/kernel/define'

/** A step of a plan, as `data.plan.steps` has it. */
export interface PlannedStep {
  id: string
  operation: string
  /** May hold `{ "$from": { step, pointer } }` in place of a value. */
  input: Readonly<Record<string, unknown>>
  dependsOn: readonly string[]
  effect: CatalogEntry['effect']
  reason: string
}

/** What became of the words of a request. */
export interface Account {
  /** What was taken from it: operations and arguments. */
  understood: readonly string[]
  /** Arguments that nobody said, with where they are from. */
  assumed: readonly string[]
  /** Words that order nothing. */
  ignored: readonly string[]
}

/** What a request comes to. */
export type Outcome = Account &
  (
    | { kind: 'plan'; steps: readonly PlannedStep[] }
    | { kind: 'ask'; question: string; candidates: readonly string[] }
    | { kind: 'refuse'; reason: string; nearest: readonly string[] }
  )
