import type { Principal } from '@nimbus/kernel'

/**
 * Who calls through MCP. A token or a login may be a person's, but what sits behind MCP is a model that works for that
 * person: it never approves, and what policy grants to persons does not apply to it.
 */
export const modelFor = (principal: Principal): Principal =>
  principal.kind === 'person'
    ? {
        tenant: principal.tenant,
        id: `mcp:${principal.id}`,
        kind: 'model',
        onBehalfOf: principal.id,
        scopes: ['invoke'],
      }
    : { ...principal, scopes: principal.scopes.filter((scope) => scope !== 'approve') }
