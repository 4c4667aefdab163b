import type { PlanOwner } from './ports/plans.ts'

/** What a token may do beyond calling operations. Only persons hold `approve`. */
export type Scope = 'invoke' | 'approve'

/** Who is calling. A model or service acts on behalf of a person, and never approves. */
export interface Principal {
  tenant: string
  id: string
  kind: 'person' | 'model' | 'service'
  onBehalfOf?: string
  scopes: readonly Scope[]
}

/** How a call arrived. Decides what may be asked in a terminal and which paths a person may name. */
export type Surface = 'cli' | 'http' | 'mcp' | 'agent' | 'call'

/**
 * A model that works for a principal, reached through `through` (`mcp`, `agent`). A token or a login may be a person's,
 * but what sits behind it then is a model: it never approves, and what policy grants to persons does not apply to it.
 */
export const modelFor = (principal: Principal, through: string): Principal =>
  principal.kind === 'person'
    ? {
        tenant: principal.tenant,
        id: `${through}:${principal.id}`,
        kind: 'model',
        onBehalfOf: principal.id,
        scopes: ['invoke'],
      }
    : { ...principal, scopes: principal.scopes.filter((scope) => scope !== 'approve') }

/** Whom a plan belongs to that this principal asks for. */
export const ownerOf = ({ tenant, id, onBehalfOf }: Principal): PlanOwner => ({
  tenant,
  requester: id,
  ...(onBehalfOf ? { onBehalfOf } : {}),
})

/** Whether this principal may approve plans, edit policy and grant. */
export const mayApprove = (principal: Principal): boolean =>
  principal.kind === 'person' && principal.scopes.includes('approve')
