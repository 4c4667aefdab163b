import { type Context, isObject } from '@nimbus/kernel/define'
import type { Outcome, PlannedStep } from '../planner/asking/outcome.ts'
import { type Surroundings, worldOf } from '../planner/surroundings.ts'
import { vocabularyFor } from '../planning/vocabulary-for.ts'
import { unaccounted } from './accounted-words.ts'
import { Draft } from './draft.ts'
import { type Orders, ordersIn } from './orders.ts'

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

/** The input of a step; undefined when its text is no object. */
const objectOf = (input: string): Record<string, unknown> | undefined => {
  const value = jsonOf(input)
  return isObject(value) ? value : undefined
}

/** What steps lack that do more than read: nobody deletes or changes what no words of the person order. */
const unordered = ({ steps }: Draft, orders: Orders, ctx: Pick<Context, 'catalog'>): string[] => {
  const asked = steps.map(({ operation, input, says }) => ({ operation, input: objectOf(input) ?? {}, says }))
  return asked.flatMap((step, at) => {
    const { operation } = step
    const effect = ctx.catalog.get(operation)?.effect ?? 'read'
    if (effect === 'read') return []
    if (effect === 'delete')
      return orders.deletes(step, asked)
        ? []
        : [
            `step ${at + 1}: ${operation} may delete, and \`says\` holds no words of the request that order exactly this beyond doubt; ask instead`,
          ]
    return orders.changes(step)
      ? []
      : [
          `step ${at + 1}: ${operation} changes something, and \`says\` holds no words of the request that order a change; leave it out, or ask`,
        ]
  })
}

const stepsOf = ({ steps }: Draft, ctx: Pick<Context, 'catalog'>): PlannedStep[] =>
  steps.flatMap(({ operation, input, dependsOn, reason }, at) => {
    const value = objectOf(input)
    const effect = ctx.catalog.get(operation)?.effect ?? 'read'
    return value ? [{ id: String(at + 1), operation, input: value, dependsOn, effect, reason }] : []
  })

/**
 * Checks what a model wrote: that it is a draft, that its steps are in order by the validator of every plan, that what deletes
 * or changes something was ordered, and that no word of the request is lost.
 */
export const checkDraft = async (
  text: string,
  requests: readonly string[],
  surroundings: Surroundings,
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
    objectOf(input) ? [] : [`step ${at + 1}: input is no JSON text of an object`],
  )
  if (unread.length > 0) return { problems: unread }
  const document = {
    steps: steps.map(({ effect: _ceiling, dependsOn, ...step }) => ({ ...step, dependsOn: [...dependsOn] })),
  }
  const { valid, problems } = await ctx.call('nimbus.plan-validate', { document })
  const vocabulary = vocabularyFor(ctx.catalog)
  const wrong = [
    ...(valid ? [] : problems.map(({ at, message, next }) => `${at}: ${message}${next ? ` (${next})` : ''}`)),
    ...unordered(draft, ordersIn(requests, surroundings, vocabulary), ctx),
    ...unaccounted(draft, requests.at(-1) ?? '', worldOf(surroundings), vocabulary),
  ]
  return wrong.length > 0 ? { problems: wrong } : { outcome: { ...account, kind: 'plan', steps } }
}
