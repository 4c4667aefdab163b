import { z } from '@nimbus/kernel/define'

/** How a request sounds. */
const voices = [
  'terse',
  'chatty',
  'ticket',
  'list',
  'formal',
  'question',
  'command',
  'non-native',
  'typos',
  'quoted',
] as const

const Words = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const Step = z
  .strictObject({
    operation: z.string().describe('Operation id'),
    input: z.record(z.string(), z.unknown()).default({}).describe('The arguments that matter; see match-value.ts'),
    may: z.record(z.string(), z.unknown()).optional().describe('Arguments that may be there, and then must be this'),
    after: z.array(z.number().int().min(1)).optional().describe('Steps, counted from 1, that must be done before'),
    optional: z.boolean().default(false).describe('Right with and without this step'),
    says: z.string().optional().describe('The words of the request that order a destructive step'),
  })
  .describe('One step that the plan must have')

const accounts = {
  assumed: z.array(z.string()).optional().describe('Arguments the plan must say it assumed'),
  ignored: z.array(z.string()).optional().describe('Words the plan must say it ignored'),
}

const Single = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('plan'), steps: z.array(Step).min(1), ...accounts }),
  z.strictObject({
    kind: z.literal('ask'),
    about: Words.describe('The question must have one of these words'),
    candidates: z.array(z.string()).optional().describe('What must be offered'),
  }),
  z.strictObject({
    kind: z.literal('refuse'),
    nearest: z.array(z.string()).min(1).optional().describe('One of these operations must be offered instead'),
  }),
])

const also = { also: z.array(Single).min(1).optional().describe('Other outcomes that are as right') }

const Expect = z.discriminatedUnion('kind', [
  Single.options[0].extend(also),
  Single.options[1].extend(also),
  Single.options[2].extend(also),
])

const Known = z.strictObject({ id: z.string(), operation: z.string().optional(), about: z.string().optional() })

/** What surrounds a request: the workspace and what tools would list there. */
export const Surroundings = z.strictObject({
  files: z.array(z.string()).optional().describe('Files of the workspace'),
  contents: z.record(z.string(), z.string()).optional().describe('What some of them say'),
  project: z
    .strictObject({
      name: z.string().optional(),
      region: z.string().optional(),
      environments: z.array(z.string()).optional(),
    })
    .optional()
    .describe('What .nimbus/project.yaml says'),
  git: z
    .strictObject({
      branch: z.string().optional().describe('The current one'),
      branches: z.array(z.string()).optional(),
      changed: z.array(z.string()).optional(),
      staged: z.array(z.string()).optional(),
      stashes: z.array(z.string()).optional(),
    })
    .optional(),
  llm: z
    .strictObject({
      agents: z.array(z.string()).optional(),
      tools: z.array(z.string()).optional(),
      models: z.array(z.string()).optional(),
    })
    .optional(),
  records: z.array(Known).optional().describe('Runs, plans, artifacts and grants that exist'),
})

const Turn = z.strictObject({
  request: z.string(),
  expect: Expect,
  trap: z.string().optional().describe('Why this one is hard'),
})

const head = {
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  voice: z.enum(voices),
  context: z.union([z.string(), Surroundings]).optional().describe('Surroundings, or the name of some'),
}

/** One request with what a careful engineer would want to come of it, or a conversation of several. */
export const Entry = z.union([
  z.strictObject({ ...head, ...Turn.shape }),
  z.strictObject({ ...head, turns: z.array(Turn).min(2) }),
])

/** A file of the set. */
export const RequestFile = z.strictObject({ theme: z.string(), requests: z.array(Entry) })

/** The named surroundings that entries refer to. */
export const ContextFile = z.record(z.string(), Surroundings)

/** What surrounds a request. */
export type Surroundings = z.output<typeof Surroundings>

/** One step that a plan must have. */
export type ExpectedStep = z.output<typeof Step>

/** One outcome that is right. */
export type SingleExpectation = z.output<typeof Single>

/** The outcome that is right, and others that are as right. */
export type Expectation = z.output<typeof Expect>

/** One request and its expectation. */
export type Turn = z.output<typeof Turn>

/** One entry as it is written. */
export type Entry = z.output<typeof Entry>

/** Gives the turns of an entry: one for a single request. */
export const turnsOf = (entry: Entry): readonly Turn[] =>
  'turns' in entry ? entry.turns : [{ request: entry.request, expect: entry.expect, trap: entry.trap }]

/** Gives every outcome that is right. */
export const rightOutcomes = ({ also: others = [], ...first }: Expectation): readonly SingleExpectation[] => [
  first,
  ...others,
]
