import { z } from '@nimbus/kernel/define'

/** A plan, a question or a refusal as a model writes it. Inputs are texts: a strict schema takes no free objects. */
export const Draft = z.object({
  steps: z.array(
    z.object({
      operation: z.string().describe('Such as git.commit'),
      input: z
        .string()
        .describe(
          'The input as JSON text; a value that step 1 gives later is {"$from":{"step":"1","pointer":"/directory"}}',
        ),
      dependsOn: z.array(z.string()).describe('Steps that must be done before, by number from "1"'),
      reason: z.string().describe('What it is for, in a few words'),
      says: z
        .string()
        .describe('For a step that does more than read: the words of the request that order it, exactly; else empty'),
    }),
  ),
  question: z.string().describe('The one thing that has to be said first, else empty'),
  candidates: z.array(z.string()).describe('What there is to choose from, for the question'),
  refused: z.string().describe('Why no operation does this, else empty'),
  understood: z.array(z.string()).describe('What was taken from the request, in its words'),
  assumed: z.array(z.string()).describe('Arguments that nobody said, with where they are from'),
  ignored: z.array(z.string()).describe('Words of the request that order nothing'),
})
export type Draft = z.infer<typeof Draft>

const { $schema: _, ...schema } = z.toJSONSchema(Draft)

/** The schema that a model's answer must fit. */
export const draftSchema: Record<string, unknown> = schema
