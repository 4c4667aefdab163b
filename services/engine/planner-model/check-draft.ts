import type { Context } from '@nimbus/kernel/define'
import type { Outcome, PlannedStep } from '../planner/asking/outcome.ts'
import { Draft } from './draft.ts'

/** A draft that holds, or what is wrong with it, in words for whoever wrote it. */
export type Checked = { outcome: Outcome } | { problems: readonly string[] }

/** The text as JSON; undefined when it is none. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is a problem of the draft, told to who wrote it.
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** What a destructive step lacks: nobody deletes what no words of the person order. */
const unordered = ({ steps }: Draft, requests: readonly string[], ctx: Pick<Context, 'catalog'>): string[] =>
  steps.flatMap(({ operation, says }, at) => {
    if (ctx.catalog.get(operation)?.effect !== 'delete') return []
    const ordered = says.trim() !== '' && requests.some((request) => request.toLowerCase().includes(says.toLowerCase()))
    return ordered
      ? []
      : [
          `step ${at + 1}: ${operation} may delete, and \`says\` holds no words of the request that order it; ask instead`,
        ]
  })

const stepsOf = ({ steps }: Draft, ctx: Pick<Context, 'catalog'>): PlannedStep[] =>
  steps.flatMap(({ operation, input, dependsOn, reason }, at) => {
    const value = jsonOf(input)
    const effect = ctx.catalog.get(operation)?.effect ?? 'read'
    return isObject(value) ? [{ id: String(at + 1), operation, input: value, dependsOn, effect, reason }] : []
  })

/**
 * Checks what a model wrote: that it is a draft, that its steps are in order by the validator of every plan, and that what
 * deletes was ordered.
 */
export const checkDraft = async (
  text: string,
  requests: readonly string[],
  ctx: Pick<Context, 'catalog' | 'call'>,
): Promise<Checked> => {
  const read = Draft.safeParse(jsonOf(text))
  if (!read.success)
    return {
      problems: read.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'answer'}: ${message}`),
    }
  const draft = read.data
  const { understood, assumed, ignored, question, candidates, refused } = draft
  const account = { understood, assumed, ignored }
  if (question.trim()) return { outcome: { ...account, kind: 'ask', question, candidates } }
  if (refused.trim()) return { outcome: { ...account, kind: 'refuse', reason: refused, nearest: [] } }
  const steps = stepsOf(draft, ctx)
  if (draft.steps.length === 0) return { problems: ['there is no step, no question and no refusal'] }
  const unread = draft.steps.flatMap(({ input }, at) =>
    isObject(jsonOf(input)) ? [] : [`step ${at + 1}: input is no JSON text of an object`],
  )
  if (unread.length > 0) return { problems: unread }
  const document = {
    steps: steps.map(({ effect: _ceiling, dependsOn, ...step }) => ({ ...step, dependsOn: [...dependsOn] })),
  }
  const { valid, problems } = await ctx.call('nimbus.plan-validate', { document })
  const wrong = [
    ...(valid ? [] : problems.map(({ at, message, next }) => `${at}: ${message}${next ? ` (${next})` : ''}`)),
    ...unordered(draft, requests, ctx),
  ]
  return wrong.length > 0 ? { problems: wrong } : { outcome: { ...account, kind: 'plan', steps } }
}
