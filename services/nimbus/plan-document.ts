import { stat } from 'node:fs/promises'
import { basename, isAbsolute, relative } from 'node:path'
import { File, type HostContext, invalid, isIdPrefix, missing, type StoredPlan, unkept, z } from '@nimbus/kernel/define'
import { findPlan, type Known, mostText, type Plan, planOf, readPlan } from '@nimbus/plan-graph'

/** A plan that somebody names: a file with its JSON document, or a saved one by its id. */
export const PlanSource = File.describe('A plan file, or the id of a saved plan')

/** A plan document, for who has no file. It may hold secrets: the saved plan keeps it sealed, the history does not. */
export const PlanInline = unkept(z.record(z.string(), z.unknown()))
  .optional()
  .describe('The document of the plan itself, instead of a file')

/** The catalog as checks of plans use it. */
export const knownTo = (ctx: HostContext): Known => {
  const entries = ctx.records.entries()
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return { list: () => entries, get: (id) => byId.get(id) }
}

/** A plan that somebody named, with where it came from. */
export interface Named {
  plan: Plan
  /** The saved plan, when it is one. Its inputs carry no secrets. */
  stored?: StoredPlan
  /** The digest that a document brought along. */
  made?: { id: string; digest: string }
  /** Steps whose document leaves their effect to be found out. */
  unstated: ReadonlySet<string>
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The id that a confined path stands for: nobody has a file of that name. */
const idOf = async (path: string): Promise<string | undefined> => {
  const name = basename(path)
  return isIdPrefix(name, 'p') && !(await isThere(path)) ? name : undefined
}

/** What reading a plan touches. */
export const resourceOf = async (path: string, ctx: HostContext): Promise<string> => {
  const id = await idOf(path)
  if (id) return `nimbus:records/plans/${id}`
  const inner = relative(ctx.workspace, path)
  return inner.startsWith('..') || isAbsolute(inner) ? `file:${path}` : `workspace:${inner}`
}

const textOf = async (path: string, shown: string): Promise<string> => {
  const found = await stat(path).catch(() => undefined)
  if (!found)
    throw missing('no-file', `There is no plan ${shown}`, {
      at: shown,
      why: 'no file has this name, and it is no id of a saved plan',
      next: 'list saved plans with: nimbus plan list',
    })
  if (!found.isFile()) throw invalid('not-a-file', `${shown} is not a file`, { at: shown, next: 'name a plan file' })
  if (found.size > mostText)
    throw invalid('plan-unreadable', `${shown} is too large for a plan`, {
      at: shown,
      why: `it has ${found.size} bytes, and a plan has at most ${mostText}`,
      next: 'make several plans of it',
    })
  return Bun.file(path).text()
}

/**
 * The plan that a confined path stands for.
 *
 * Raises `no-file`, `not-found` (exit 5), and as `readPlan` what makes a document no plan.
 */
export const namedPlan = async (path: string, ctx: HostContext): Promise<Named> => {
  const id = await idOf(path)
  if (!id) {
    const text = await textOf(path, relative(ctx.workspace, path) || '.')
    return readPlan(text, knownTo(ctx), { workspace: ctx.workspace, now: ctx.now() })
  }
  const stored = await findPlan(id, ctx)
  return { plan: stored.plan, stored, unstated: new Set() }
}

/** The plan of an input that takes a file or a document. Raises `no-plan` and `two-plans` unless it has exactly one. */
export const givenPlan = async (
  { plan, document }: { plan?: string | undefined; document?: unknown },
  ctx: HostContext,
): Promise<Named> => {
  if (plan !== undefined && document !== undefined)
    throw invalid('two-plans', 'plan and document: both are given', { at: 'document', next: 'leave one of them out' })
  if (plan !== undefined) return namedPlan(plan, ctx)
  if (document !== undefined) return planOf(document, knownTo(ctx), { workspace: ctx.workspace, now: ctx.now() })
  throw invalid('no-plan', 'plan: which one is not said', {
    at: 'plan',
    next: 'name a plan file, or a saved plan: list those with: nimbus plan list',
  })
}

/** A problem of a plan, as results carry it. */
export const Problem = z.object({
  code: z.string(),
  message: z.string(),
  at: z.string().describe('The step and the JSON pointer within it, or the place in the plan'),
  why: z.string().optional(),
  next: z.string().optional(),
})
