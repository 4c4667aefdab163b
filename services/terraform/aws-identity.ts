import { type Caller, callerIdentity, roleOf } from '@nimbus/aws-cli'
import { type Context, NimbusError, z } from '@nimbus/kernel/define'
import type { PlanJson, ProviderConfig } from './plan-json.ts'

/** Where an AWS provider acts, as far as it can be told. */
export const AwsIdentity = z.object({
  provider: z.string().describe('`aws`, or `aws.alias`'),
  account: z.string().describe('12 digits, or `unknown`'),
  role: z.string().describe('`Admin`, `user/ann`, `root`, or `unknown`'),
  region: z.string().describe('Such as `eu-central-1`, or `unknown`'),
})
export type AwsIdentity = z.output<typeof AwsIdentity>

/** What nobody could tell. Printed as it is, never guessed. */
export const unknown = 'unknown'

const awsTimeoutMs = 15_000

type Variables = PlanJson['variables']

/** The text of an argument: a constant, or the value of the one variable that it is. */
const textOf = (expression: unknown, variables: Variables): string | undefined => {
  if (typeof expression !== 'object' || expression === null) return undefined
  if ('constant_value' in expression)
    return typeof expression.constant_value === 'string' ? expression.constant_value : undefined
  if (!('references' in expression) || !Array.isArray(expression.references)) return undefined
  const [only, ...more] = expression.references
  if (more.length > 0 || typeof only !== 'string' || !only.startsWith('var.')) return undefined
  const value = variables[only.slice('var.'.length)]?.value
  return typeof value === 'string' ? value : undefined
}

/** An argument of the first nested block with this name. */
const nested = (config: ProviderConfig, block: string, argument: string): unknown => {
  const blocks = config.expressions?.[block]
  const first: unknown = Array.isArray(blocks) ? blocks[0] : undefined
  if (typeof first !== 'object' || first === null) return undefined
  return Object.entries(first).find(([name]) => name === argument)?.[1]
}

type Host = Pick<Context, 'env' | 'exec' | 'redact' | 'log'>

const callerOf = async (
  ctx: Host,
  config: ProviderConfig,
  variables: Variables,
): Promise<Pick<Caller, 'account' | 'role'>> => {
  const argument = (name: string) => textOf(config.expressions?.[name], variables)
  const assumed = textOf(nested(config, 'assume_role', 'role_arn'), variables)
  const account = assumed && /^arn:[a-z-]+:iam::(\d{12}):role\//.exec(assumed)?.[1]
  if (assumed && account) return { account, role: roleOf(assumed) }
  // A role that cannot be told must not be mistaken for the caller's own.
  if (config.expressions?.assume_role) return { account: unknown, role: unknown }

  const endpoint = textOf(nested(config, 'endpoints', 'sts'), variables)
  const secret = argument('secret_key')
  if (secret) ctx.redact(secret)
  const region = argument('region') ?? ctx.env.AWS_DEFAULT_REGION ?? ctx.env.AWS_REGION
  const env = {
    AWS_PROFILE: argument('profile'),
    AWS_ACCESS_KEY_ID: argument('access_key'),
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_REGION: region,
  }
  try {
    const { account, role } = await callerIdentity(ctx, { env, endpoint, timeoutMs: awsTimeoutMs })
    return { account, role }
  } catch (thrown) {
    if (thrown instanceof NimbusError && thrown.data.code === 'cancelled') throw thrown
    // Not knowing is an answer here: without the AWS CLI or credentials a plan is still worth making.
    ctx.log('debug', 'the AWS account cannot be told', {
      why: thrown instanceof Error ? thrown.message : String(thrown),
    })
    return { account: unknown, role: unknown }
  }
}

const regionOf = (ctx: Host, config: ProviderConfig, variables: Variables): string => {
  const written = config.expressions?.region
  const region = written ? textOf(written, variables) : (ctx.env.AWS_REGION ?? ctx.env.AWS_DEFAULT_REGION)
  return region && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? region : unknown
}

/**
 * Account, role and region of every AWS provider of a plan, the default one first; empty when there is none.
 *
 * Asks AWS (`sts get-caller-identity`) with the provider's own profile, keys and endpoint; an assumed role is read
 * from its ARN. What the configuration computes in another way stays `unknown`.
 */
export const awsIdentities = async (ctx: Host, plan: PlanJson): Promise<AwsIdentity[]> => {
  const configs = Object.values(plan.configuration.provider_config)
    .filter(({ name, module_address }) => name === 'aws' && module_address === undefined)
    .toSorted((a, b) => (a.alias ?? '').localeCompare(b.alias ?? ''))
  const identities: AwsIdentity[] = []
  for (const config of configs) {
    const caller = await callerOf(ctx, config, plan.variables)
    const provider = config.alias ? `${config.name}.${config.alias}` : config.name
    identities.push({ provider, ...caller, region: regionOf(ctx, config, plan.variables) })
  }
  return identities
}
