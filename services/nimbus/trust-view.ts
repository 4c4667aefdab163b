import { type HostContext, z } from '@nimbus/kernel/define'

/** Whether a workspace is trusted and what is ignored while it is not. */
export const TrustStatus = z.object({
  workspace: z.string(),
  trusted: z.boolean(),
  ignored: z.array(z.object({ file: z.string(), setting: z.string(), reason: z.string() })),
})

/** The trust of the workspace of a call. */
export const trustStatus = async (ctx: HostContext): Promise<z.infer<typeof TrustStatus>> => {
  const { trusted, ignored } = await ctx.records.trust.status(ctx.workspace)
  return { workspace: ctx.workspace, trusted, ignored: ignored.map((each) => ({ ...each })) }
}

/** The trust of a workspace for a terminal. */
export const trustText = ({ workspace, trusted, ignored }: z.infer<typeof TrustStatus>): string =>
  [
    trusted ? `✓ trusted: ${workspace}` : `? not trusted: ${workspace}`,
    ...ignored.map(({ file, setting, reason }) => `! ignored: ${setting} in ${file} — ${reason}`),
    ...(ignored.length > 0 ? ['  trust it with: nimbus trust'] : []),
    ...(!trusted && ignored.length === 0 ? ['  none of its settings is ignored for that'] : []),
  ].join('\n')
