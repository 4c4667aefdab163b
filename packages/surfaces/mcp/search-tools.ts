import type { Tool } from '@modelcontextprotocol/server'
import { type CatalogEntry, rank } from '@nimbus/kernel'
import { toolName } from '../agent/tool-name.ts'
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

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1)

/** How strongly one entry speaks of a word: in its id most, then in how people ask for it, then in its description. */
const strength = (entry: CatalogEntry, word: string): number => {
  const says = (text: string) => wordsOf(text).some((each) => each.startsWith(word))
  if (says(entry.id)) return 4
  if (says(`${entry.summary} ${entry.phrases.join(' ')}`)) return 2
  return says(entry.description) ? 1 : 0
}

/** The operations that fit some words best, best first. A word that few operations speak of counts for more. */
export const findOperations = (offered: readonly CatalogEntry[], query: string, limit: number) => {
  const points = new Map<CatalogEntry, number>()
  for (const word of new Set(wordsOf(query))) {
    const speaking = offered.flatMap((entry) => {
      const strong = strength(entry, word)
      return strong > 0 ? [{ entry, strong }] : []
    })
    const rarity = Math.log(1 + offered.length / Math.max(1, speaking.length))
    for (const { entry, strong } of speaking) points.set(entry, (points.get(entry) ?? 0) + strong * rarity)
  }
  return [...points]
    .sort(([a, some], [b, more]) => more - some || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(([{ id, summary, effect }]) => ({ operation: id, tool: toolName(id), summary, effect }))
}

/** All that a model needs to call an operation. */
export const describeOperation = (entry: CatalogEntry) => {
  const { description, inputSchema, annotations } = toTool(entry)
  return {
    operation: entry.id,
    effect: entry.effect,
    description,
    input: inputSchema,
    output: entry.output,
    examples: entry.examples,
    annotations,
  }
}
