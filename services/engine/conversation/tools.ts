import { z } from '@nimbus/kernel/define'

/** The tools that stand for the whole catalog. */
export const toolNames = { find: 'find_operations', describe: 'describe_operation', call: 'call_operation' } as const

const operation = z.string().min(1).max(200).describe('An operation, such as git.commit')

/** What each of the tools takes. */
export const toolInputs = {
  [toolNames.find]: z.object({
    query: z.string().min(1).max(500).describe('A few words, such as "terraform plan"'),
    limit: z.number().int().min(1).max(25).default(8),
  }),
  [toolNames.describe]: z.object({ operation }),
  [toolNames.call]: z.object({
    operation,
    input: z.record(z.string(), z.unknown()).default({}).describe('Fits the schema that describe_operation gives'),
  }),
} as const

const said: Readonly<Record<keyof typeof toolInputs, string>> = {
  [toolNames.find]: 'Finds the operations that fit a few words. Start here.',
  [toolNames.describe]: 'What an operation takes and gives, what it may change, and examples.',
  [toolNames.call]: 'Calls an operation. Describe it first: the input must fit its schema.',
}

/** The tools as a model is offered them: few and always the same, so that what comes after them can be cached. */
export const tools = (Object.keys(toolInputs) as (keyof typeof toolInputs)[]).map((name) => {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(toolInputs[name], { io: 'input' })
  return { name, description: said[name], inputSchema: inputSchema as Record<string, unknown> }
})
