import {
  type Catalog,
  effects,
  invalid,
  newId,
  type Plan,
  type PlanStep,
  planDigest,
  planLifetimeMs,
} from '@nimbus/kernel'
import { z } from '@nimbus/kernel/define'
import { PlanChange, PlanDecision, PlanDocument } from './document.ts'
import { inPlan } from './problem.ts'

/** Steps that a plan may have; more than that nobody reads. */
const mostSteps = 2000
/** Characters that a plan file may have. */
export const mostText = 2 * 1024 * 1024
/** The longest that a step may be given, in milliseconds: a day, as a plan lives. */
const longestStep = 24 * 60 * 60 * 1000
/** Objects and lists within each other. */
const deepest = 64

const text = z.string().min(1).max(20_000)
const Step = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'takes letters, digits and _ . -'),
  operation: text,
  input: z.record(z.string(), z.unknown()).optional(),
  dependsOn: z.array(z.string()).max(mostSteps).optional(),
  effect: z.enum(effects).optional(),
  reason: text.optional(),
  expect: text.optional(),
  retry: z.strictObject({ attempts: z.number().int().min(1).max(10) }).optional(),
  timeoutMs: z.number().int().min(1).max(longestStep).optional(),
  asserts: z
    .array(z.strictObject({ pointer: z.string().regex(/^(\/|$)/, 'begins with /'), equals: z.unknown() }))
    .max(100)
    .optional(),
})

const Decision = PlanDecision.extend({ changes: z.array(PlanChange.strict()) }).strict()

/** A document as somebody writes it: only the steps have to be there, and nothing that nobody knows may be. */
const Document = PlanDocument.partial()
  .extend({
    steps: z.array(Step).min(1).max(mostSteps),
    estimates: z
      .strictObject({
        durationMs: z.number().min(0).optional(),
        runs: z.number().int().min(1).optional(),
        costUsd: z.number().min(0).optional(),
      })
      .optional(),
    decisions: z.array(Decision).optional(),
    expires: z.iso.datetime('takes a time such as 2030-01-31T12:00:00Z').optional(),
  })
  .strict()

/** A plan as its document says it, completed. */
export interface ReadPlan {
  plan: Plan
  /** The id and digest that the document carries, where it is one that Nimbus made. */
  made?: { id: string; digest: string }
  /** Steps that do not say their effect; the plan gives them what their operation declares. */
  unstated: ReadonlySet<string>
}

const unreadable = (why: string) =>
  invalid('plan-unreadable', 'This is not a plan', {
    at: inPlan(''),
    why,
    next: 'give the JSON document of a plan, whole',
  })

const shape = (at: string, message: string) =>
  invalid('plan-shape', `${at ? `${at.slice(1).replaceAll('/', '.')}: ` : ''}${message}`, {
    at: inPlan(at),
    next: 'a plan has steps of { id, operation, input, dependsOn, effect, reason }',
  })

/** Whether values lie so deep within each other that walking them is not safe. */
const tooDeep = (value: unknown): boolean => {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= deepest; depth++) {
    level = level.flatMap((each) => (each !== null && typeof each === 'object' ? Object.values(each) : []))
    if (level.length === 0) return false
  }
  return true
}

/** Whether a text begins as an object or a list of JSON and leaves one open at its end. */
const isCut = (text: string): boolean => {
  const marks = text.replace(/"(?:[^"\\]|\\.)*(?:"|$)/gs, '')
  const count = (bracket: RegExp) => marks.match(bracket)?.length ?? 0
  return /^\s*(\{\s*("|$)|\[)/.test(text) && count(/[[{]/g) > count(/[\]}]/g)
}

const whyNoJson = (text: string, thrown: unknown): string => {
  if (text.trim() === '') return 'it is empty'
  if (text.includes('\0')) return 'it is not text'
  if (isCut(text)) return 'it ends in the middle of its JSON'
  return `it is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`
}

const parsed = (json: string): unknown => {
  if (json.length > mostText) throw unreadable(`it has more than ${mostText} characters`)
  const text = json.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw unreadable(whyNoJson(text, thrown))
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {}

/** The plan itself: a document, or the result of a command that printed one. */
const unwrapped = (value: unknown): Readonly<Record<string, unknown>> => {
  const fields = fieldsOf(value)
  const inner = fieldsOf(fields.data).plan ?? fields.plan
  return inner !== undefined && !('steps' in fields) ? fieldsOf(inner) : fields
}

/** A plan with the digest that it must have. */
export const sealed = (plan: Plan): Plan => ({ ...plan, digest: planDigest(plan) })

/** Reads a plan document given as text. Raises as `planOf` does, and `plan-unreadable` when it is no JSON. */
export const readPlan = (
  json: string,
  catalog: Pick<Catalog, 'get'>,
  here: { workspace: string; now: Date },
): ReadPlan => planOf(parsed(json), catalog, here)

/**
 * Reads a plan document, hand-written or exported, and fills in what it leaves out: operations declare effect and
 * reason, the workspace is this one, and it expires after a day.
 *
 * Raises `plan-unreadable`, `plan-version` (made by a later Nimbus) and `plan-shape`, which names the field (exit 2).
 * Whether the plan is in order is for `validatePlan` to say.
 */
export const planOf = (
  value: unknown,
  catalog: Pick<Catalog, 'get'>,
  { workspace, now }: { workspace: string; now: Date },
): ReadPlan => {
  if (tooDeep(value)) throw unreadable(`it has values more than ${deepest} deep within each other`)
  const document = unwrapped(value)
  const { version } = document
  if (typeof version === 'number' && version > 1)
    throw invalid('plan-version', `The plan is of version ${version}`, {
      at: inPlan('/version'),
      why: 'this Nimbus knows plans of version 1',
      next: 'apply it with the Nimbus that made it, or update this one',
    })
  const read = Document.safeParse(document)
  if (!read.success) {
    const [issue] = read.error.issues
    throw shape(
      (issue?.path ?? []).map((part) => `/${String(part)}`).join(''),
      issue?.message ?? 'it has another shape',
    )
  }
  const { id, digest, steps, ...rest } = read.data
  const complete: PlanStep[] = steps.map((step) => {
    const entry = catalog.get(step.operation)
    return {
      ...step,
      input: step.input ?? {},
      dependsOn: step.dependsOn ?? [],
      effect: step.effect ?? entry?.effect ?? 'delete',
      reason: step.reason ?? entry?.summary ?? step.operation,
    }
  })
  const plan: Plan = {
    workspace,
    expires: new Date(now.getTime() + planLifetimeMs).toISOString(),
    ...rest,
    version: 1,
    id: newId('p'),
    digest: '',
    steps: complete,
    preconditions: rest.preconditions ?? {},
    estimates: rest.estimates ?? {},
    decisions: rest.decisions ?? [],
  }
  const unstated = new Set(steps.filter(({ effect }) => effect === undefined).map((step) => step.id))
  if (digest === undefined) return { plan: sealed(plan), unstated }
  const own = { ...plan, id: id ?? plan.id, digest }
  return { plan: own, made: { id: own.id, digest }, unstated }
}
