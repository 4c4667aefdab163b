import { describeOperation, findOperations, offeredTo } from '@nimbus/agent-tools'
import { type CatalogEntry, type Envelope, nearest, type z } from '@nimbus/kernel/define'
import { callOperation } from './call-operation.ts'
import { fenced } from './fence.ts'
import type { Talk } from './talk.ts'
import { toolInputs, toolNames } from './tools.ts'

/** A tool that a model asked for. */
export interface ToolCall {
  id: string
  name: string
  input?: unknown
}

/** What a model is told of it. */
export interface ToolResult {
  output: string
  isError: boolean
}

const everything = new Set(['read', 'create', 'update', 'delete'] as const)

/** The operations that a model may look for. */
export const offered = ({ ctx }: Pick<Talk, 'ctx'>): readonly CatalogEntry[] =>
  offeredTo(ctx.catalog.list(), 'agent', everything)

const refused = (output: string): ToolResult => ({ output, isError: true })

const json = (value: unknown): string => JSON.stringify(value) ?? ''

const unknown = (operation: string, talk: Talk): ToolResult => {
  const near = nearest(
    operation,
    offered(talk).map(({ id }) => id),
  )
  return refused(
    `There is no operation ${operation}.${near ? ` Did you mean ${near}?` : ''} Look for one with ${toolNames.find}.`,
  )
}

/** What a call came to, for a model: data is fenced, and so are errors, which carry text of files and programs. */
const resultOf = (operation: string, { data, error, findings, outcome, run }: Envelope, mark: string): ToolResult => {
  if (!error) return { output: fenced(operation, json({ outcome, run, data, findings }), mark), isError: false }
  const { code, message, at, why, next, plan } = error
  const asks = plan ? `Plan ${plan} waits for a person's approval. Only they can give it; tell them.\n` : ''
  return refused(`${asks}${fenced(operation, json({ code, message, at, why, next }), mark)}`)
}

const callTool = async (
  { operation, input }: z.output<(typeof toolInputs)['call_operation']>,
  talk: Talk,
  mark: string,
): Promise<ToolResult> => {
  if (!offered(talk).some(({ id }) => id === operation)) {
    const excluded = talk.ctx.catalog.get(operation)?.exclude.agent
    if (!excluded) return unknown(operation, talk)
  }
  return resultOf(operation, await callOperation({ operation, input }, talk), mark)
}

const parsed = (input: unknown): unknown => {
  if (typeof input !== 'string') return input ?? {}
  try {
    return JSON.parse(input)
  } catch {
    // What is no JSON fits no schema, and is refused as such.
    return input
  }
}

/** Runs a tool that a model asked for. What is wrong with the request is told to the model: it may do better. */
export const runTool = async ({ name, input }: ToolCall, talk: Talk, mark: string): Promise<ToolResult> => {
  if (!Object.hasOwn(toolInputs, name))
    return refused(`There is no tool ${name}. There are ${Object.keys(toolInputs).join(', ')}.`)
  const tool = name as keyof typeof toolInputs
  const read = toolInputs[tool].safeParse(parsed(input))
  if (!read.success)
    return refused(
      `The input does not fit: ${read.error.issues.map(({ path, message }) => `${path.join('.') || name}: ${message}`).join('; ')}`,
    )
  if (tool === toolNames.find) {
    const { query, limit } = toolInputs[toolNames.find].parse(read.data)
    return { output: json({ operations: findOperations(offered(talk), query, limit) }), isError: false }
  }
  if (tool === toolNames.describe) {
    const { operation } = toolInputs[toolNames.describe].parse(read.data)
    const entry = offered(talk).find(({ id }) => id === operation)
    return entry ? { output: json(describeOperation(entry)), isError: false } : unknown(operation, talk)
  }
  return callTool(toolInputs[toolNames.call].parse(read.data), talk, mark)
}
