import { effects, type Grant, z } from '@nimbus/kernel/define'

/** A standing permission as it is shown. */
export const GrantView = z.object({
  id: z.string(),
  principal: z.string(),
  operation: z.string(),
  resource: z.string(),
  environment: z.string().optional(),
  effect: z.enum(effects).describe('The strongest effect it covers'),
  reason: z.string(),
  grantedBy: z.string(),
  expires: z.string(),
})

/** A grant without its tenant. */
export const grantView = ({ tenant: _tenant, ...grant }: Grant): z.infer<typeof GrantView> => grant

/** A grant in one line. */
export const grantText = (grant: z.infer<typeof GrantView>): string =>
  `${grant.id}  ${grant.principal}  up to ${grant.effect}  ${grant.operation}  ${grant.resource}${grant.environment ? `  in ${grant.environment}` : ''}  until ${grant.expires.slice(0, 16).replace('T', ' ')}  ${grant.reason}`
