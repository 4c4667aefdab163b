import { type Context, z } from '@nimbus/kernel/define'
import { aws } from './program.ts'

/** Whom AWS takes the caller for. */
export interface Caller {
  /** Twelve digits. */
  account: string
  arn: string
  /** `Admin`, `user/ann`, `root`. */
  role: string
}

/** How to ask. */
export interface Asking {
  /** Profile, keys and region, as the AWS CLI reads them from its environment. */
  env?: Readonly<Record<string, string | undefined>>
  endpoint?: string | undefined
  timeoutMs: number
}

const Answer = z.object({ Account: z.string(), Arn: z.string() })

/**
 * The role in an ARN: `Admin` for `…:assumed-role/Admin/session`, `role/Admin` or a path to it, `user/ann`, `root`.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export const roleOf = (arn: string): string => {
  const resource = arn.split(':').slice(5).join(':')
  const [kind, ...path] = resource.split('/')
  if (kind === 'assumed-role') return path[0] ?? 'unknown'
  if (kind === 'role') return path.at(-1) ?? 'unknown'
  return resource === '' ? 'unknown' : resource
}

/** Asks AWS who is calling (`sts get-caller-identity`). Raises what the program raises: it is missing, it failed. */
export const callerIdentity = async (ctx: Pick<Context, 'exec'>, asking: Asking): Promise<Caller> => {
  const { env = {}, endpoint, timeoutMs } = asking
  // Version 1 of the AWS CLI does not read AWS_REGION.
  const region = env.AWS_DEFAULT_REGION ?? env.AWS_REGION
  const given = Object.entries({ ...env, AWS_DEFAULT_REGION: region }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  const argv = ['sts', 'get-caller-identity', '--output', 'json', ...(endpoint ? ['--endpoint-url', endpoint] : [])]
  const { stdout } = await ctx.exec(aws, argv, { env: Object.fromEntries(given), timeoutMs })
  const { Account, Arn } = Answer.parse(JSON.parse(stdout))
  return { account: Account, arn: Arn, role: roleOf(Arn) }
}
