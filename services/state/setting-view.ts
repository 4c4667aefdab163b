import { type ConfigValue, type HostContext, z } from '@nimbus/kernel/define'

/** A setting as it is shown. */
export const SettingView = z.object({
  key: z.string(),
  value: z.unknown().describe('The value in effect'),
  origin: z.enum(['flag', 'environment', 'workspace', 'user', 'default']).describe('Where the value comes from'),
  source: z.string().optional().describe('The file or variable'),
  description: z.string(),
})

/** Key of a setting, with dots. */
export const SettingKey = z
  .string()
  .min(1)
  .describe('The setting, such as log.level; nimbus config list shows them all')

/** A setting without what is not said of it. */
export const settingView = ({ key, value, origin, source, description }: ConfigValue): z.infer<typeof SettingView> => ({
  key,
  value,
  origin,
  ...(source ? { source } : {}),
  description,
})

/** A value as a person writes it: bare text, everything else as JSON. */
export const valueText = (value: unknown): string => {
  if (value === undefined || value === '') return '(empty)'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * The resource of a setting for policy.
 *
 * How far calls may go is permission and not taste: changing it is asked about like a change of policy.
 */
export const settingResource = (key: string): string =>
  key === 'autonomy' ? 'nimbus:policy/autonomy' : `nimbus:config/${key}`

/** What a setting would be overridden by, as a sentence; empty when what the user's file says is in effect. */
export const overriddenBy = async (key: string, ctx: HostContext): Promise<string> => {
  const { origin, source, value } = await ctx.records.config.get(key, ctx.workspace)
  if (origin !== 'environment' && origin !== 'workspace') return ''
  return `${source ?? origin} overrides it here: ${valueText(value)} is in effect`
}
