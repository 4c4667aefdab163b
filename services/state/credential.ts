import { type HostContext, missing, z } from '@nimbus/kernel/define'

/** The name of a credential. */
export const Provider = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'takes up to 64 letters, digits, dots, dashes and underscores')
  .describe('What it is for, such as anthropic, openai or github')

/** What is known of a credential without its value. */
export const CredentialView = z.object({
  provider: z.string(),
  updatedAt: z.string().describe('ISO 8601'),
  length: z.number().int().describe('Characters of the value'),
})

/** The resource of a credential for policy. */
export const credentialResource = (provider: string): string => `nimbus:credentials/${provider}`

/** All credentials, without their values. */
export const credentials = async (ctx: HostContext): Promise<z.infer<typeof CredentialView>[]> =>
  (await ctx.records.credentials(ctx.principal.tenant).list()).map(({ name, updatedAt, length }) => ({
    provider: name,
    updatedAt,
    length,
  }))

/** What is known of one credential. Raises `no-credential` (exit 5). */
export const credential = async (provider: string, ctx: HostContext): Promise<z.infer<typeof CredentialView>> => {
  const all = await credentials(ctx)
  const found = all.find((each) => each.provider === provider)
  if (found) return found
  throw missing('no-credential', `There is no credential ${provider}`, {
    at: provider,
    why: all.length === 0 ? 'none is stored' : `stored are ${all.map((each) => each.provider).join(', ')}`,
    next: `store it with: nimbus credentials set ${provider} -`,
  })
}
