import { z } from '@nimbus/kernel/define'
import { masked } from './masked-values.ts'
import { markedTexts, withoutSecrets } from './secret-values.ts'

/** One resource of a state, without its secret values. */
export const StateResource = z.object({
  address: z.string(),
  mode: z.string().describe('managed or data'),
  type: z.string(),
  provider: z.string(),
  values: z.record(z.string(), z.unknown()),
})
export type StateResource = z.output<typeof StateResource>

/** One output of a root, its value masked when it is sensitive. */
export const OutputValue = z.object({ value: z.unknown(), sensitive: z.boolean() })
export type OutputValue = z.output<typeof OutputValue>

const Resource = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  provider_name: z.string().default(''),
  values: z.record(z.string(), z.unknown()).nullish(),
  sensitive_values: z.unknown().optional(),
  tainted: z.boolean().optional(),
  deposed_key: z.string().optional(),
})
/** One resource of a state as Terraform prints it. Its values may be secret: compared, never shown. */
export type RawResource = z.output<typeof Resource>

interface Module {
  resources?: z.output<typeof Resource>[] | undefined
  child_modules?: Module[] | undefined
}
const Module: z.ZodType<Module> = z.object({
  resources: z.array(Resource).optional(),
  get child_modules() {
    return z.array(Module).optional()
  },
})

const RawOutput = z.object({ value: z.unknown().optional(), sensitive: z.boolean().default(false) })

const Shown = z.object({
  values: z.object({ outputs: z.record(z.string(), RawOutput).default({}), root_module: Module.optional() }).optional(),
})

const resourcesIn = (module: Module): StateResource[] => [
  ...(module.resources ?? []).map(({ address, mode, type, provider_name, values, sensitive_values }) => ({
    address,
    mode,
    type,
    provider: provider_name,
    values: Object.fromEntries(
      Object.entries(values ?? {}).map(([key, value]) => [key, masked(value, markOf(key, sensitive_values))]),
    ),
  })),
  ...(module.child_modules ?? []).flatMap(resourcesIn),
]

const markOf = (key: string, sensitive: unknown): unknown => {
  if (typeof sensitive !== 'object' || sensitive === null) return sensitive
  return Object.entries(sensitive).find(([name]) => name === key)?.[1]
}

const secretsIn = (module: Module): string[] => [
  ...(module.resources ?? []).flatMap(({ values, sensitive_values }) => markedTexts(values, sensitive_values)),
  ...(module.child_modules ?? []).flatMap(secretsIn),
]

const allIn = (module: Module): RawResource[] => [
  ...(module.resources ?? []),
  ...(module.child_modules ?? []).flatMap(allIn),
]

/** A state with all its values: never store or print it. */
export interface RawState {
  resources: readonly RawResource[]
  outputs: ReadonlyMap<string, unknown>
}

/** The same as {@link parseShownState}, with every value as it is, to be compared. */
export const parseRawState = (stdout: string): RawState => {
  const { values } = Shown.parse(JSON.parse(stdout))
  const outputs = Object.entries(values?.outputs ?? {}).map(([name, { value }]) => [name, value] as const)
  return { resources: allIn(values?.root_module ?? {}), outputs: new Map(outputs) }
}

/** Outputs by name, sensitive ones masked, from their JSON form. */
const outputsOf = (outputs: Readonly<Record<string, z.output<typeof RawOutput>>>): Record<string, OutputValue> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { value, sensitive }]) => [
      name,
      { value: masked(value, sensitive), sensitive },
    ]),
  )

/** What `terraform show -json` printed of a state. Empty when there is no state yet. */
export const parseShownState = (
  stdout: string,
): { resources: StateResource[]; outputs: Record<string, OutputValue> } => {
  const { values } = Shown.parse(JSON.parse(stdout))
  const module = values?.root_module ?? {}
  const raw = Object.values(values?.outputs ?? {})
  const secrets = [...secretsIn(module), ...raw.flatMap(({ value, sensitive }) => markedTexts(value, sensitive))]
  return withoutSecrets({ resources: resourcesIn(module), outputs: outputsOf(values?.outputs ?? {}) }, secrets)
}

/** What `terraform output -json` printed. */
export const parseOutputs = (stdout: string): Record<string, OutputValue> =>
  outputsOf(z.record(z.string(), RawOutput).parse(JSON.parse(stdout)))
