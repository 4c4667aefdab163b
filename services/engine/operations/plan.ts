import { operation, z } from '@nimbus/kernel/define'
import { PlanDocument } from '@nimbus/plan-graph'
import { needsOf } from '../planner/choosing/needs.ts'
import { planConversation } from '../planner/plan-conversation.ts'
import { commandLines } from '../planner/shell/command-lines.ts'
import { planIfModel, planWithModel } from '../planner-model/plan-with-model.ts'
import { planningText } from '../planning/plan-text.ts'
import { heldAgainstSaved, type MadeStep } from '../planning/saved-as-made.ts'
import { lookAround } from '../planning/surroundings.ts'
import { vocabularyFor } from '../planning/vocabulary-for.ts'

/** Characters of a request. Longer ones are documents, and belong into a file that a step reads. */
const longest = 8000
/** Requests of a conversation that are looked back at. */
const mostEarlier = 20

const Request = z
  .string()
  .trim()
  .min(1, 'say what you want to have planned')
  .max(longest, `takes at most ${longest} characters`)

/** What was planned in a call: saving gives back what it has saved, and not what it was given. */
const planned = new WeakMap<object, readonly MadeStep[]>()

/**
 * Turns a sentence into a plan that you can read, approve and apply. Nothing is done.
 *
 * Works offline and without a model: then the same request in the same surroundings gives the same plan. What the catalog
 * knows and what is there decide; every word is accounted for as understood, assumed or ignored. What is unclear comes
 * back as one question with what there is to choose from, and what no operation does as a refusal with the nearest ones:
 * both are answers of no (exit 6), since nothing failed and there is no plan. What would delete is never guessed.
 */
export default operation({
  id: 'engine.plan',
  summary: 'Turn a request into a plan',
  effect: 'create',
  openWorld: true,
  untrusted: true,
  input: z.object({
    request: Request.describe('What you want, in your own words'),
    earlier: z
      .array(Request)
      .max(mostEarlier)
      .default([])
      .describe('What was asked before in the same conversation, oldest first; "now make it 2 zones" needs it'),
    mode: z
      .enum(['auto', 'model', 'offline'])
      .default('auto')
      .describe('auto: a model if one can be asked, else the built-in planner'),
    model: z.string().min(1).max(200).optional().describe('The model that must plan, as provider/model or by its name'),
    justification: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .describe('Why the model is worth its price, where policy wants to know'),
  }),
  output: z.object({
    plan: PlanDocument.optional().describe(
      'The plan as it is saved, to be read, edited and saved again; absent where there is a question or a refusal',
    ),
    understood: z.array(z.string()).describe('What was taken from the request'),
    assumed: z.array(z.string()).describe('Arguments that nobody said, with where they are from'),
    ignored: z.array(z.string()).describe('Words that order nothing'),
    question: z.string().optional().describe('What has to be said first'),
    candidates: z.array(z.string()).describe('What there is to choose from'),
    refused: z.string().optional().describe('Why nothing can be planned'),
    nearest: z.array(z.string()).describe('Operations that come closest'),
    commands: z.array(z.string()).describe('The commands that do the same by hand'),
    notes: z.array(z.string()).describe('What could not be looked at, and why no model planned'),
    plannedBy: z.string().describe('The model that planned, or offline'),
  }),
  positional: ['request'],
  aliases: ['plan'],
  routes: [{ method: 'POST', path: '/api/engine/plans' }],
  examples: [
    { title: 'A sentence becomes a plan', input: { request: 'VPC with 3 zones in Oregon for staging' } },
    {
      title: 'And is changed by the next one',
      input: { request: 'now make it 2 zones', earlier: ['VPC with 3 zones in Oregon for staging'] },
    },
  ],
  phrases: [
    'turn {request} into a plan',
    'make a plan of the request {request}',
    'write a plan for the request {request}',
    'draft a plan for {request}',
    'propose a plan for {request}',
    'a plan for {request}',
    'work out a plan for {request}',
    'could you plan {request}',
    'plan the request {request}',
    'plan {request}',
    'plan the following request {request}',
  ],
  words: {
    request: { kind: 'quoted' },
    earlier: { kind: 'structure' },
    mode: { kind: 'setting' },
    model: { kind: 'setting' },
    justification: { kind: 'structure' },
  },

  target: () => ({ resources: ['workspace:.'] }),
  preview: async () => ({
    changes: [
      { resource: 'workspace:.', effect: 'read' },
      { resource: 'nimbus:records/plans', effect: 'create', summary: 'a saved plan that waits for approval' },
    ],
  }),
  async run({ request, earlier, mode, model, justification }, ctx) {
    const vocabulary = vocabularyFor(ctx.catalog)
    const requests = [...earlier, request]
    const needs = new Set(requests.flatMap((each) => [...needsOf(each, vocabulary)]))
    const { surroundings, notes } = await lookAround(ctx, needs, requests)
    const wanted = mode === 'model' || model !== undefined
    const { made, note }: Awaited<ReturnType<typeof planIfModel>> = wanted
      ? { made: await planWithModel(requests, surroundings, { model, justification }, ctx) }
      : mode === 'offline'
        ? {}
        : await planIfModel(requests, surroundings, { justification }, ctx)
    const outcome = made?.outcome ?? planConversation(requests, surroundings, vocabulary)
    const { understood, assumed, ignored } = outcome
    const shown = {
      understood: [...understood],
      assumed: [...assumed],
      ignored: [...ignored],
      notes: [...notes, ...(note ? [note] : [])],
      plannedBy: made?.model ?? 'offline',
      candidates: [] as string[],
      nearest: [] as string[],
      commands: [] as string[],
    }
    if (outcome.kind === 'ask') return { ...shown, question: outcome.question, candidates: [...outcome.candidates] }
    if (outcome.kind === 'refuse') return { ...shown, refused: outcome.reason, nearest: [...outcome.nearest] }
    const document = {
      request,
      ...(made ? { plannedBy: made.model } : {}),
      intent: [...new Set(outcome.steps.map(({ reason }) => reason))].join('; '),
      // The effect is left to the look that saving takes: what really happens, not what might.
      steps: outcome.steps.map(({ effect: _ceiling, dependsOn, ...step }) => ({ ...step, dependsOn: [...dependsOn] })),
    }
    planned.set(ctx, document.steps)
    const { plan } = await ctx.call('nimbus.plan-save', { document })
    return { ...shown, plan, commands: [...commandLines(outcome.steps, vocabulary)] }
  },
  async verify(_input, { plan }, ctx) {
    if (!plan) return []
    const { status, message } = await heldAgainstSaved(plan, planned.get(ctx) ?? [], ctx)
    return [{ status, code: 'plan-saved', message, resource: `nimbus:records/plans/${plan.id}` }]
  },
  // A saved plan does nothing until it is approved, and ends by expiring: there is nothing to take back.
  undo: () => undefined,
  negative: ({ plan }) => plan === undefined,
  text: (planned, _input, columns) => planningText(planned, columns),
})
