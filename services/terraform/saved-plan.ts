import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Context, denied, invalid, isIdPrefix, missing, onlyOne, z } from '@nimbus/kernel/define'
import { Pins } from './pins.ts'
import { PlannedChange } from './plan-changes.ts'

/** A saved plan: what it would do and what it was made against. Holds no secret; the plan file itself may. */
export const SavedPlan = z.object({
  version: z.literal(1),
  id: z.string(),
  /** The run whose kept bytes are the plan file. */
  run: z.string(),
  createdAt: z.string(),
  mode: z.enum(['apply', 'destroy']),
  /** Relative to the workspace, or absolute outside it. */
  directory: z.string(),
  workspace: z.string().optional(),
  backendConfig: z.array(z.string()),
  environment: z.string().optional(),
  pins: Pins,
  summary: z.string(),
  changes: z.array(PlannedChange),
  outputs: z.array(z.string()),
  /** Of the plan file. */
  sha256: z.string(),
})
export type SavedPlan = z.output<typeof SavedPlan>

/** The collection of saved plans, and the one that says which plan files have been applied. */
const plans = 'plans'
const used = 'used-plans'

/** The name under which a run keeps its plan file. */
export const keptPlan = 'plan'

/** Where the pins lie that travel beside a plan file. */
export const sidecarOf = (file: string): string => `${file}.json`

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Stores a plan's record. */
export const savePlan = async (ctx: Pick<Context, 'documents'>, plan: SavedPlan): Promise<void> => {
  await ctx.documents.put(plans, plan.id, plan, { ifVersion: 0 })
}

/** A plan with its file. */
export interface LoadedPlan {
  saved: SavedPlan
  bytes: Uint8Array
}

const loadById = async (ctx: Pick<Context, 'documents' | 'kept'>, id: string): Promise<LoadedPlan> => {
  if (!isIdPrefix(id, 't'))
    throw invalid('invalid-id', `${id} is not the id of a Terraform plan`, {
      at: 'plan',
      next: 'it looks like t_ and at least 4 characters, as nimbus terraform plan prints it; a file goes into --file',
    })
  const found = await ctx.documents.list(plans, { prefix: id, limit: 10 })
  if (found.length === 0)
    throw missing('not-found', `There is no Terraform plan ${id}`, {
      why: 'no Terraform plan has this id or starts with it',
      next: `make one with: nimbus terraform plan; a task is gone on with: nimbus task resume ${id}`,
    })
  const { id: exact, body } = onlyOne(id, found, 'Terraform plan')
  const saved = SavedPlan.parse(body)
  const bytes = await ctx.kept(saved.run, keptPlan)
  if (bytes) return { saved, bytes }
  throw missing('plan-file-missing', `The plan file of ${exact} is gone`, {
    why: 'it was cleaned up, or the plan was made on another machine',
    next: 'make a new plan; between machines, move it with --out and --file',
  })
}

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    throw missing('plan-file-missing', isAbsent ? `There is no file ${path}` : `${path} cannot be read`, {
      at: path,
      ...(isAbsent ? {} : { why: cause instanceof Error ? cause.message : String(cause) }),
      next: 'a plan file travels with its .json beside it, as nimbus terraform plan --out writes them',
      cause,
    })
  }
}

/** A text as JSON; undefined where it is none, as after a copy that was cut off. */
const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // What it should be is said by whoever asked.
    return undefined
  }
}

const loadFile = async (file: string): Promise<LoadedPlan> => {
  const text = await textOf(existsSync(file) ? sidecarOf(file) : file)
  const parsed = SavedPlan.safeParse(asJson(text))
  if (!parsed.success)
    throw invalid('sidecar-unreadable', `${sidecarOf(file)} is not the record of a plan`, {
      at: sidecarOf(file),
      next: 'write it with: nimbus terraform plan --out',
    })
  return { saved: parsed.data, bytes: await readFile(file) }
}

/**
 * Loads a plan by id (or a prefix of it) or from a file.
 *
 * Raises `not-found`, `ambiguous-id`, `plan-file-missing` (exit 5), `invalid-id`, `sidecar-unreadable` (exit 2), and
 * `plan-changed` (exit 4) when the file is not the one the record is about.
 */
export const loadPlan = async (
  ctx: Pick<Context, 'documents' | 'kept'>,
  source: { plan?: string | undefined; file?: string | undefined },
): Promise<LoadedPlan> => {
  if ((source.plan === undefined) === (source.file === undefined))
    throw invalid('plan-needed', 'Name one plan: its id, or its file with --file', {
      at: 'plan',
      next: 'make one with: nimbus terraform plan',
    })
  const loaded = source.file ? await loadFile(source.file) : await loadById(ctx, source.plan ?? '')
  if (sha256(loaded.bytes) === loaded.saved.sha256) return loaded
  throw denied('plan-changed', 'The plan file is not the one that was looked at', {
    at: source.file ?? loaded.saved.id,
    why: 'its digest differs from the recorded one',
    next: 'make a new plan with: nimbus terraform plan',
  })
}

/** Who took a plan, and for which state: where that is, and the version that the plan was made for. */
const Use = z.object({
  plan: z.string(),
  run: z.string(),
  place: z.string().optional(),
  serial: z.number().optional(),
})

/** How many used plans are looked through. */
const mostUsed = 10_000

/** Where the state of a plan is; a local one lies in the directory of its root. */
const placeOf = ({ directory, pins }: SavedPlan, workspace: string): string => {
  const { backend, backendDigest, workspace: selected } = pins
  const own = backend.startsWith('local:') ? [resolve(workspace, directory)] : []
  return [backend, backendDigest, selected, ...own].join(' ')
}

/**
 * Another plan that was taken for the same state, at the same version or a later one. Then the state does not tell which
 * of them made what is in it.
 */
export const takenAsWell = async (
  ctx: Pick<Context, 'documents' | 'workspace'>,
  plan: SavedPlan,
): Promise<string | undefined> => {
  const uses = (await ctx.documents.list(used, { limit: mostUsed })).map(({ body }) => Use.parse(body))
  const place = placeOf(plan, ctx.workspace)
  const others = uses.filter((use) => use.plan !== plan.id && use.place === place)
  return others.find(({ serial = 0 }) => serial >= plan.pins.serial)?.plan
}

const refuseUsed = (id: string) =>
  denied('plan-used', `${id} has been applied before`, {
    why: 'a plan is applied once',
    next: 'make a new plan with: nimbus terraform plan',
  })

/** The run that took a plan for its use, also from a copy of its file; undefined while nobody has. */
export const usedBy = async (ctx: Pick<Context, 'documents'>, plan: SavedPlan): Promise<string | undefined> => {
  const found = await ctx.documents.get(used, plan.id)
  return found && Use.parse(found.body).run
}

/** Takes a plan for its use; `before` is the run that had it and of which nothing came. Refuses when somebody was faster. */
export const claimPlan = async (
  ctx: Pick<Context, 'documents' | 'run' | 'workspace'>,
  plan: SavedPlan,
  before: string | undefined,
): Promise<void> => {
  const found = await ctx.documents.get(used, plan.id)
  if (found && Use.parse(found.body).run !== before) throw refuseUsed(plan.id)
  const ifVersion = found?.version ?? 0
  try {
    const use = { plan: plan.id, run: ctx.run, place: placeOf(plan, ctx.workspace), serial: plan.pins.serial }
    await ctx.documents.put(used, plan.id, use, { ifVersion })
  } catch (thrown) {
    if ((await ctx.documents.get(used, plan.id))?.version !== ifVersion) throw refuseUsed(plan.id)
    throw thrown
  }
}
