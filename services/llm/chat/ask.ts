import type { Change, Context, Finding, Preview } from '@nimbus/kernel/define'
import { converse } from '../conversation/converse.ts'
import type { Chunk, ToolDefinition } from '../conversation/messages.ts'
import type { ChatRequest, ChatResult } from '../conversation/request.ts'
import { pastLimit, recordFindings } from '../spending/past-limit.ts'
import type { ChatInput, ChatOutput } from './chat-fields.ts'
import { outlineOf, requestOf } from './chat-request.ts'
import { materialResource } from './material.ts'
import { refuseRequest } from './refuse-request.ts'

type Input = ChatInput & Pick<ChatRequest, 'toolChoice'> & { tools?: readonly ToolDefinition[] }

/** The resource of whoever is asked: what was named, for rules about models. */
export const modelResource = ({ model, provider, config }: Pick<Input, 'model' | 'provider' | 'config'>): string => {
  const name = model ?? config?.model ?? 'any'
  return `model:${provider && !name.includes('/') ? `${provider}/${name}` : name}`
}

/** What a chat would touch. Raises what `refuseRequest` raises. */
export const previewChat = async (input: Input, { workspace, direct }: Context<Chunk>): Promise<Preview> => {
  refuseRequest(outlineOf(input))
  const files = [...input.context, ...input.image].map(
    (file): Change => ({ resource: materialResource(file, workspace), effect: 'read' }),
  )
  return {
    changes: [
      { resource: modelResource(input), effect: 'read' },
      ...files,
      ...(input.force ? [pastLimit(input.justification, { direct })] : []),
    ],
    ...undoChat(input),
  }
}

/** Asks a model; with `stream` the answer is emitted as it comes. */
export const runChat = async (input: Input, ctx: Context<Chunk>, how: 'stream' | 'whole'): Promise<ChatResult> => {
  const request = await requestOf(input, ctx.workspace)
  // The outline was looked at before; only what files held is new.
  if (input.context.length > 0) refuseRequest(request)
  const ask = () => converse(request, ctx, how === 'stream' ? { onChunk: ctx.emit } : {})
  return input.force ? ctx.step('Ask past the budget', ask) : ask()
}

/** Whether a call that went past a budget is on record, by reading the records. */
export const verifyChat = async (
  { force }: Input,
  { latencyMs }: ChatOutput,
  ctx: Context<Chunk>,
): Promise<Finding[]> => (force ? recordFindings(latencyMs, ctx) : [])

/** Why a call that went past a budget cannot be taken back. Any other changed nothing that could be. */
export const undoChat = ({ force }: Pick<Input, 'force'>): { irreversible: string } | undefined =>
  force ? { irreversible: 'what a model was sent, and what it cost, cannot be taken back' } : undefined
