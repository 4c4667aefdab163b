import type { Tool } from '@modelcontextprotocol/server'
import { describeOperation } from '@nimbus/agent-tools'
import { type CatalogEntry, rank } from '@nimbus/kernel'
import { hintsOf, toTool } from './tool.ts'

/** The names of the three tools that stand for a catalog too large to show. */
export const searchNames = { search: 'nimbus_search', describe: 'nimbus_describe', call: 'nimbus_call' } as const

const looks: Tool['annotations'] = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
}

const operationName = { type: 'string', description: 'An operation, such as git.commit' } as const

/** The tools that a client is shown in place of a large catalog. `nimbus_call` is as risky as the riskiest it reaches. */
export const searchTools = (offered: readonly CatalogEntry[]): Tool[] => {
  const riskiest = offered.reduce<CatalogEntry | undefined>(
    (worst, entry) => (worst && rank(worst.effect) >= rank(entry.effect) ? worst : entry),
    undefined,
  )
  return [
    {
      name: searchNames.search,
      title: 'Find operations',
      description: `Finds among ${offered.length} operations the ones that fit a few words. Start here.`,
      inputSchema: {
        type: 'object',
        required: ['query'],
        properties: {
          query: { type: 'string', description: 'A few words, such as "terraform plan"' },
          limit: { type: 'integer', minimum: 1, maximum: 50, default: 10 },
        },
      },
      annotations: looks,
    },
    {
      name: searchNames.describe,
      title: 'Describe an operation',
      description: 'What an operation takes and gives, what it may change, and examples.',
      inputSchema: { type: 'object', required: ['operation'], properties: { operation: operationName } },
      annotations: looks,
    },
    {
      name: searchNames.call,
      title: 'Call an operation',
      description: 'Calls an operation. Describe it first: the input must fit its schema.',
      inputSchema: {
        type: 'object',
        required: ['operation'],
        properties: { operation: operationName, input: { type: 'object' } },
      },
      annotations: {
        ...(riskiest ? hintsOf(riskiest) : looks),
        idempotentHint: offered.every(({ idempotent }) => idempotent),
        openWorldHint: offered.some(({ openWorld }) => openWorld),
      },
    },
  ]
}

/** All that a client needs to call an operation, with the risk hints of a tool. */
export const describedTool = (entry: CatalogEntry) => {
  const { inputSchema, annotations } = toTool(entry)
  return { ...describeOperation(entry), input: inputSchema, output: entry.output, annotations }
}
