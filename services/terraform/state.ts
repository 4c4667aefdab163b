import { type Context, z } from '@nimbus/kernel/define'
import type { Root } from './root.ts'
import { runTerraform } from './run-terraform.ts'

/** The parts of a state (format 4) that are read here; attributes may be secret and are left where they are. */
const State = z.object({
  serial: z.number().int(),
  lineage: z.string(),
  resources: z
    .array(
      z.object({
        module: z.string().optional(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        instances: z.array(
          z.object({
            index_key: z.union([z.string(), z.number()]).optional(),
            deposed: z.string().optional(),
            attributes: z.record(z.string(), z.unknown()).nullish(),
          }),
        ),
      }),
    )
    .default([]),
})

/** One managed resource of a state. */
export interface StateEntry {
  id?: string
  /** May hold secrets: compared, never shown. */
  attributes: Readonly<Record<string, unknown>>
}

/** Which version of a state it is, and what is in it. */
export interface StateView {
  /** Counts every change; 0 when there is no state yet. */
  serial: number
  /** Names the state across its life; empty when there is none yet. */
  lineage: string
  /** Managed resources by address. */
  resources: ReadonlyMap<string, StateEntry>
}

const indexText = (key: string | number | undefined): string => {
  if (key === undefined) return ''
  return typeof key === 'number' ? `[${key}]` : `[${JSON.stringify(key)}]`
}

/** Reads what `terraform state pull` printed; nothing at all means that there is no state yet. */
export const parseState = (stdout: string): StateView => {
  if (stdout.trim() === '') return { serial: 0, lineage: '', resources: new Map() }
  const { serial, lineage, resources } = State.parse(JSON.parse(stdout))
  const found = resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances }) =>
      instances
        .filter(({ deposed }) => deposed === undefined)
        .map(({ index_key, attributes }) => {
          const address = `${module ? `${module}.` : ''}${type}.${name}${indexText(index_key)}`
          const id = attributes?.id
          const entry: StateEntry = { attributes: attributes ?? {}, ...(typeof id === 'string' ? { id } : {}) }
          return [address, entry] as const
        }),
    )
  return { serial, lineage, resources: new Map(found) }
}

/** The state as its backend has it now. */
export const pullState = async (ctx: Pick<Context, 'exec'>, root: Root): Promise<StateView> =>
  parseState((await runTerraform(ctx, root, ['state', 'pull'])).stdout)

/** The workspace of the state that is selected. */
export const selectedWorkspace = async (ctx: Pick<Context, 'exec'>, root: Root): Promise<string> =>
  (await runTerraform(ctx, root, ['workspace', 'show'])).stdout.trim()
