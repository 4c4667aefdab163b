import { z } from '@nimbus/kernel/define'

const platforms = ['linux', 'darwin', 'win32', 'wsl'] as const
const where = z.string().min(1)

const Binary = z.union([z.string().min(1), z.partialRecord(z.enum(platforms), z.string().min(1))])

const Figures = z.strictObject({
  input: where.optional(),
  cached_read: where.optional(),
  cached_write: where.optional(),
  output: where.optional(),
  reasoning: where.optional(),
})

const Output = z.strictObject({
  format: z.enum(['text', 'json', 'json-lines', 'regex']).optional().describe('Default text'),
  text: where.optional().describe('Where the answer is: a path such as result.text, or a pattern with a group text'),
  where: z.record(z.string(), z.string()).optional().describe('Only JSON lines that hold these values'),
  texts: z.enum(['last', 'all']).optional().describe('Which of several texts is the answer; default last'),
  error: where.optional().describe('Where it says that it failed'),
  tokens: Figures.optional().describe('Where the counts of tokens are'),
  cost: where.optional().describe('Where dollars are; not-metered for a seat at a flat rate'),
  metered_by: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('The variables that make it billed by use, each of them; one or a list'),
})

/** The definition of an agent program, as a person writes it. What a shipped one says already may be left out. */
export const ToolFile = z.strictObject({
  binary: Binary.optional().describe('A path, a name on PATH, or one for each platform'),
  args: z.array(z.string()).optional().describe('One template for each argument: {{prompt}}, {{model}}, …'),
  prompt: z.enum(['argument', 'stdin', 'file']).optional().describe('How the prompt gets there; default argument'),
  platforms: z.array(z.enum(platforms)).min(1).optional().describe('Where it runs; default everywhere'),
  models: z
    .union([z.array(z.string().min(1)), z.record(z.string(), z.string())])
    .optional()
    .describe('Models it takes: names, or a map from our name to its own; any when empty'),
  capabilities: z.array(z.string()).optional().describe('What it can do, such as code or files'),
  env_vars: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
    .optional()
    .describe('Its environment'),
  env_required: z.array(z.string().min(1)).optional().describe('Variables it cannot do without'),
  output: Output.optional(),
  exit_codes: z
    .record(z.string().regex(/^\d{1,3}$/), z.enum(['ok', 'rate-limited', 'auth', 'failed', 'context-overflow']))
    .optional()
    .describe('What an exit code means; every other than 0 is a failure'),
  timeout_seconds: z.number().min(1).max(86_400).optional().describe('Default 600'),
  install: z.string().optional().describe('Where to get it'),
})
export type ToolFile = z.output<typeof ToolFile>
