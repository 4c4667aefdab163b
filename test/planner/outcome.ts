import type { Surroundings } from './entry.ts'

/** A step as a planner gives it: the shape of a step in `data.plan.steps`. */
export interface PlannedStep {
  id: string
  operation: string
  /** May hold `{ "$from": { step, pointer } }` in place of a value. */
  input: Readonly<Record<string, unknown>>
  dependsOn: readonly string[]
}

/** What a planner makes of a request. */
export type Outcome =
  | {
      kind: 'plan'
      steps: readonly PlannedStep[]
      /** Names of arguments the request did not give. */
      assumed?: readonly string[]
      /** Words of the request that led to nothing. */
      ignored?: readonly string[]
    }
  | { kind: 'ask'; question: string; candidates?: readonly string[] }
  | { kind: 'refuse'; reason: string; nearest?: readonly string[] }

/** What was said before in the same conversation, oldest first. */
export interface EarlierTurn {
  request: string
  outcome: Outcome
}

/** What a planner may know beside the request. */
export interface PlannerContext extends Surroundings {
  earlier: readonly EarlierTurn[]
}

/** Any planner. It must not throw for anything a person may type: not understanding is an outcome. */
export type Planner = (request: string, context: PlannerContext) => Promise<Outcome>
