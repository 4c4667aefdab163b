import { type Context, denied, z } from '@nimbus/kernel/define'
import { AwsIdentity, awsIdentities, unknown } from './aws-identity.ts'
import { backendOf } from './backend.ts'
import type { PlanJson } from './plan-json.ts'
import type { Root } from './root.ts'
import { pullState, selectedWorkspace } from './state.ts'

/** What a plan was made against. It is applied against exactly this, or not at all. */
export const Pins = z.object({
  identities: z.array(AwsIdentity).describe('Account, role and region of each AWS provider; empty without one'),
  backend: z.string().describe('Where the state is, such as s3://bucket/key'),
  backendDigest: z.string(),
  workspace: z.string(),
  serial: z.number().int().describe('Counts every change of the state'),
  lineage: z.string().describe('Names the state across its life'),
})
export type Pins = z.output<typeof Pins>

/** Backend, workspace and version of the state, as they are now. */
export const statePins = async (ctx: Pick<Context, 'exec'>, root: Root): Promise<Omit<Pins, 'identities'>> => {
  const { serial, lineage } = await pullState(ctx, root)
  const workspace = await selectedWorkspace(ctx, root)
  const backend = await backendOf(root)
  return { backend: backend.name, backendDigest: backend.digest, workspace, serial, lineage }
}

/** All pins as they are now. */
export const currentPins = async (
  ctx: Pick<Context, 'env' | 'exec' | 'redact' | 'log'>,
  root: Root,
  plan: PlanJson,
): Promise<Pins> => ({ identities: await awsIdentities(ctx, plan), ...(await statePins(ctx, root)) })

const whereabouts = ({ account, role, region }: AwsIdentity): string => `${account}/${role} · ${region}`

/** Where a plan acts, in one line: `on 111122223333/Admin · eu-central-1 · s3://bucket/key · workspace default · serial 88`. */
export const headline = ({ identities, backend, workspace, serial }: Pins): string => {
  const accounts = [...new Set(identities.map(whereabouts))]
  const place = accounts.length > 0 ? accounts.join(' and ') : 'no AWS account'
  return `on ${place} · ${backend} · workspace ${workspace} · serial ${serial}`
}

/** The pins by name, as conditions that must still hold when an approved plan is applied. */
export const preconditions = (pins: Pins): Readonly<Record<string, string>> => ({
  'terraform.account': pins.identities
    .map(({ provider, ...at }) => `${provider} ${whereabouts({ provider, ...at })}`)
    .join('; '),
  'terraform.backend': `${pins.backend} ${pins.backendDigest}`,
  'terraform.workspace': pins.workspace,
  'terraform.state': `${pins.lineage} ${pins.serial}`,
})

const replan = 'look at where you are, then make a new plan with: nimbus terraform plan'

const refuse = (code: string, what: string, planned: string | number, now: string | number) =>
  denied(code, `This plan is for ${what} ${planned}, and you are on ${now}`, {
    why: 'a plan is applied only where it was made',
    next: replan,
  })

/**
 * Refuses (exit 4) when what is now differs from what was pinned: `wrong-account`, `wrong-role`, `wrong-region`,
 * `wrong-backend`, `wrong-workspace`, `state-moved`.
 *
 * What was unknown when the plan was made pins nothing; what was known then and cannot be told now is a difference.
 * `moved` is what to do where only the state is another one.
 */
export const requireSame = (pinned: Pins, now: Pins, moved = replan): void => {
  for (const then of pinned.identities) {
    const here = now.identities.find(({ provider }) => provider === then.provider)
    for (const what of ['account', 'role', 'region'] as const) {
      const value = here?.[what] ?? unknown
      if (then[what] !== unknown && then[what] !== value) throw refuse(`wrong-${what}`, what, then[what], value)
    }
  }
  if (pinned.backend !== now.backend) throw refuse('wrong-backend', 'the backend', pinned.backend, now.backend)
  if (pinned.backendDigest !== now.backendDigest)
    throw refuse('wrong-backend', 'the backend with settings', pinned.backendDigest, now.backendDigest)
  if (pinned.workspace !== now.workspace) throw refuse('wrong-workspace', 'workspace', pinned.workspace, now.workspace)
  if (pinned.lineage !== now.lineage || pinned.serial !== now.serial)
    throw denied(
      'state-moved',
      `The state has moved from serial ${pinned.serial} to ${now.serial} since this plan was made`,
      {
        at: now.backend,
        why:
          pinned.lineage === now.lineage
            ? 'somebody has applied something in between'
            : 'it is another state: its lineage differs',
        next: moved,
      },
    )
}
