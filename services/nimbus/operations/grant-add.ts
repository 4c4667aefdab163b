import { effects, hostOperation, newId, z } from '@nimbus/kernel/define'
import { GrantView, grantText, grantView } from '../grant-view.ts'

/**
 * Grants a standing permission: what it covers is no longer asked about until it expires.
 *
 * It satisfies a question, never a prohibition, and never reaches into protected environments.
 */
export default hostOperation({
  id: 'nimbus.grant-add',
  summary: 'Grant a standing permission',
  effect: 'create',
  input: z.object({
    operation: z.string().min(1).describe('Glob over operations, such as fs.*'),
    resource: z.string().min(1).describe('Glob over resources, such as workspace:docs/**'),
    effect: z.enum(effects).default('update').describe('The strongest effect it covers'),
    environment: z.string().optional().describe('Only in this environment'),
    principal: z.string().optional().describe('For whom; default: you'),
    hours: z.number().positive().max(720).default(8).describe('How long it lasts'),
    reason: z.string().min(1).describe('Why; it is kept in the audit'),
  }),
  output: GrantView,
  positional: ['operation', 'resource'],
  aliases: ['grant add'],
  exclude: { mcp: 'only persons grant', agent: 'only persons grant', call: 'only persons grant' },
  examples: [
    {
      title: 'Do not ask about documents for the day',
      input: { operation: 'fs.write', resource: 'workspace:docs/**', reason: 'writing the guide' },
    },
  ],
  phrases: [
    'stop asking about {resource}',
    'grant {operation} on {resource}',
    'allow {operation} on {resource} without asking',
    'give a standing permission for {operation}',
    'do not ask me about {resource} any more',
    'always allow {operation}',
    'grant me {operation}',
    'stop asking me about writing',
  ],

  target: ({ operation, resource }) => ({ resources: [`nimbus:grants/${operation}/${resource}`] }),
  async run(input, ctx) {
    const { principal, now } = ctx
    const grant = {
      id: newId('g'),
      tenant: principal.tenant,
      principal: input.principal ?? principal.id,
      operation: input.operation,
      resource: input.resource,
      ...(input.environment ? { environment: input.environment } : {}),
      effect: input.effect,
      grantedBy: principal.id,
      reason: input.reason,
      expires: new Date(now().getTime() + input.hours * 3_600_000).toISOString(),
    }
    await ctx.records.grants.add(grant)
    return grantView(grant)
  },
  async verify(_input, { id }, ctx) {
    const there = (await ctx.records.grants.list(ctx.principal.tenant)).some((grant) => grant.id === id)
    return [
      {
        status: there ? 'pass' : 'fail',
        code: 'grant-recorded',
        message: there ? 'the grant is in force' : `there is no grant ${id}`,
      },
    ]
  },
  undo: (_input, { id }) => ({ operation: 'nimbus.grant-remove', input: { grant: id } }),
  text: grantText,
})
