import type { Effect } from '../effect.ts'
import type { Approval, Plan } from '../plan.ts'

/** A plan with what has become of it. */
export interface StoredPlan {
  id: string
  plan: Plan
  tenant: string
  requester: string
  /** The person a model or service asked for. Whoever that is cannot be the second person. */
  onBehalfOf?: string
  status: 'waiting' | 'approved' | 'used' | 'refused'
  approval?: Approval
  createdAt: string
}

/** Who asked for a plan. */
export type PlanOwner = Pick<StoredPlan, 'tenant' | 'requester' | 'onBehalfOf'>

/** Hears of what cannot be opened, by its id; the rest is given without it. */
export type Closed = (id: string) => void

/** Saved plans. They are sealed at rest, because inputs may hold secrets. */
export interface Plans {
  save(plan: Plan, owner: PlanOwner): Promise<void>
  find(prefix: string, tenant: string): Promise<StoredPlan[]>
  /** The newest, or the newest of those with one of these. Raises `store-sealed` for one that cannot be opened, or tells of it. */
  list(tenant: string, limit: number, status?: readonly StoredPlan['status'][], closed?: Closed): Promise<StoredPlan[]>
  approve(id: string, approval: Approval): Promise<void>
  /** Takes an approved plan for its single use; false when someone was faster. */
  claim(id: string): Promise<boolean>
}

/** A standing permission that satisfies an `ask` it covers. */
export interface Grant {
  id: string
  tenant: string
  principal: string
  operation: string
  resource: string
  environment?: string
  effect: Effect
  grantedBy: string
  reason: string
  expires: string
}

export interface Grants {
  list(tenant: string): Promise<Grant[]>
  add(grant: Grant): Promise<void>
  remove(id: string, tenant: string): Promise<boolean>
}
