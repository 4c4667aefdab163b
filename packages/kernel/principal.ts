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

/** Whether this principal may approve plans, edit policy and grant. */
export const mayApprove = (principal: Principal): boolean =>
  principal.kind === 'person' && principal.scopes.includes('approve')
