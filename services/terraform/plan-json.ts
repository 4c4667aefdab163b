import { failed, z } from '@nimbus/kernel/define'

/**
 * The parts of `terraform show -json <plan>` that are read here
 * (https://developer.hashicorp.com/terraform/internals/json-format, format 1.2).
 */
const ChangeBody = z.object({
  actions: z.array(z.string()),
  /** Absent where nothing is known yet, as in outputs of resources to come. */
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.object({ id: z.string().optional() }).optional(),
})

const ResourceChange = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string().optional(),
  type: z.string(),
  deposed: z.string().optional(),
  change: ChangeBody,
  action_reason: z.string().optional(),
})
export type ResourceChange = z.output<typeof ResourceChange>

/** An expression of a provider block: a constant, or what it refers to; blocks are arrays of them. */
const Expression = z.object({ constant_value: z.unknown().optional(), references: z.array(z.string()).optional() })
export type Expression = z.output<typeof Expression>

const ProviderConfig = z.object({
  name: z.string(),
  alias: z.string().optional(),
  module_address: z.string().optional(),
  expressions: z.record(z.string(), z.unknown()).optional(),
})
export type ProviderConfig = z.output<typeof ProviderConfig>

/** Resources as a state has them (https://developer.hashicorp.com/terraform/internals/json-format#values-representation). */
export interface StateModule {
  resources: {
    address: string
    mode: string
    deposed_key?: string | undefined
    values: Record<string, unknown>
  }[]
  child_modules: StateModule[]
}

const StateModule: z.ZodType<StateModule> = z.object({
  resources: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        deposed_key: z.string().optional(),
        values: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .default([]),
  child_modules: z.array(z.lazy(() => StateModule)).default([]),
})

const Plan = z.object({
  terraform_version: z.string().optional(),
  variables: z.record(z.string(), z.object({ value: z.unknown().optional() })).default({}),
  resource_changes: z.array(ResourceChange).default([]),
  resource_drift: z.array(ResourceChange).default([]),
  /** What there was before, as the plan found it when it looked; absent when there was nothing. */
  prior_state: z.object({ values: z.object({ root_module: StateModule }).optional() }).optional(),
  output_changes: z.record(z.string(), ChangeBody).default({}),
  configuration: z
    .object({
      provider_config: z.record(z.string(), ProviderConfig).default({}),
      root_module: z
        .object({ variables: z.record(z.string(), z.object({ sensitive: z.boolean().optional() })).default({}) })
        .default({ variables: {} }),
    })
    .default({ provider_config: {}, root_module: { variables: {} } }),
})

/** A plan as Terraform describes it, with values that may be secret: never store or print it as a whole. */
export type PlanJson = z.output<typeof Plan>

const placeOf = ({ issues: [first] }: z.ZodError): string => `${first?.path.map(String).join('.')}: ${first?.message}`

/** Reads what `terraform show -json` printed. Raises `plan-unreadable` (exit 1) for anything else. */
export const parsePlan = (stdout: string): PlanJson => {
  try {
    return Plan.parse(JSON.parse(stdout))
  } catch (cause) {
    throw failed('plan-unreadable', 'The plan is in a format that Nimbus does not know', {
      why: cause instanceof z.ZodError ? placeOf(cause) : 'terraform show -json printed no JSON',
      next: 'use Terraform 1.0 or newer, or OpenTofu',
      cause,
    })
  }
}
