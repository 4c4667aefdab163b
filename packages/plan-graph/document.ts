import { decides, effects, type Plan } from '@nimbus/kernel'
import { unkept, z } from '@nimbus/kernel/define'

const names = z.record(z.string(), z.string())

/** A change of a decision, in a document. */
export const PlanChange = z.object({
  resource: z.string(),
  effect: z.enum(effects),
  summary: z.string().optional(),
  diff: z.string().optional(),
  unedited: z.literal(true).optional(),
})

/** What policy said of a step, in a document. */
export const PlanDecision = z.object({
  step: z.string(),
  decide: z.enum(decides),
  rule: z.string(),
  changes: z.array(PlanChange),
  irreversible: z.string().optional().describe('Why nothing will take it back, where that is known'),
})

/** A plan as a document: what is exported, edited, compared and saved. */
export const PlanDocument = z.object({
  version: z.literal(1),
  id: z.string(),
  digest: z.string().describe('Of everything but id and digest'),
  request: z.string().optional(),
  intent: z.string().optional(),
  plannedBy: z.string().optional().describe('The model that planned, where one did'),
  workspace: z.string(),
  environment: z.string().optional(),
  steps: z.array(
    z.object({
      id: z.string(),
      operation: z.string(),
      input: unkept(z.unknown()),
      dependsOn: z.array(z.string()),
      effect: z.enum(effects),
      reason: z.string(),
      expect: z.string().optional(),
      retry: z.object({ attempts: z.number().int() }).optional(),
      timeoutMs: z.number().int().optional().describe('How long it may take, in milliseconds'),
      asserts: z
        .array(z.object({ pointer: z.string(), equals: z.unknown() }))
        .optional()
        .describe('What its result has to be, by JSON pointer'),
    }),
  ),
  preconditions: names,
  estimates: z.object({
    durationMs: z.number().optional().describe('The sum of what the steps took before; absent where nobody knows'),
    runs: z.number().int().optional().describe('How many runs of each step that was seen in, at least'),
    costUsd: z.number().optional(),
  }),
  risks: z.array(z.string()).optional(),
  toolVersions: names.optional(),
  onFailure: z.enum(['stop', 'continue', 'roll-back']).optional(),
  decisions: z.array(PlanDecision),
  expires: z.string(),
})

/** What a copy is that nobody else holds: it may be written to. */
type Copied<Whole> = Whole extends readonly (infer Each)[]
  ? Copied<Each>[]
  : Whole extends object
    ? { -readonly [Name in keyof Whole]: Copied<Whole[Name]> }
    : Whole

/** A plan as `PlanDocument` has it. */
export const documentOf = (plan: Plan): z.infer<typeof PlanDocument> => structuredClone(plan) as Copied<Plan>
