import { invalid } from '@nimbus/kernel/define'
import type { Message, Part } from '../conversation/messages.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { promptOf } from '../providers/prompt.ts'
import { checkOf } from '../providers/structured-answer.ts'
import { schemaFault } from './schema-fault.ts'

/** The most text that one request may hold, in bytes: no window of any model holds more. */
const largestPrompt = 8 * 1024 * 1024

const nothingToSay = (part: Part): boolean => part.type === 'text' && part.text.trim() === ''

const isEmpty = ({ content }: Message): boolean =>
  typeof content === 'string' ? content.trim() === '' : content.every(nothingToSay)

const textBytes = ({ content }: Message): number => {
  if (typeof content === 'string') return Buffer.byteLength(content)
  return content.reduce((sum, part) => {
    if (part.type === 'image') return sum
    return sum + Buffer.byteLength(part.type === 'text' ? part.text : JSON.stringify(part))
  }, 0)
}

const refuseSize = (messages: readonly Message[]): void => {
  const bytes = messages.reduce((sum, message) => sum + textBytes(message), 0)
  if (bytes > largestPrompt)
    throw invalid('prompt-too-large', 'The prompt is larger than 8 MiB', {
      at: 'prompt',
      why: `it has ${bytes} bytes; no window of any model holds that much`,
      next: 'give the part that matters, or ask about parts one after the other',
    })
}

const textOf = (part: Part): string => {
  if (part.type === 'text') return part.text
  return part.type === 'tool-result' && typeof part.output === 'string' ? part.output : ''
}

const isWellFormed = ({ content }: Message): boolean =>
  typeof content === 'string' ? content.isWellFormed() : content.every((part) => textOf(part).isWellFormed())

const refuseHalves = (messages: readonly Message[]): void => {
  const at = messages.findIndex((message) => !isWellFormed(message))
  if (at < 0) return
  throw invalid('invalid-text', `messages.${at}: this is not valid Unicode`, {
    at: `messages.${at}.content`,
    why: 'it holds half of a surrogate pair, which UTF-8 cannot say',
    next: 'check where the text comes from',
  })
}

const isImage = ({ mediaType, data }: Extract<Part, { type: 'image' }>): boolean =>
  /^image\/[\w.+-]+$/.test(mediaType) &&
  (/^https:/i.test(data) ? URL.canParse(data) : /^[A-Za-z0-9+/]+={0,2}$/.test(data))

const refuseImages = (messages: readonly Message[]): void => {
  messages.forEach(({ content }, i) => {
    if (typeof content === 'string') return
    content.forEach((part, j) => {
      if (part.type !== 'image' || isImage(part)) return
      throw invalid('invalid-image', `messages.${i}.content.${j}: this is no image`, {
        at: `messages.${i}.content.${j}`,
        why: 'an image has a media type such as image/png, and its bytes as base64 or an https: address',
        next: 'give a file with --image, or its base64 without a data: prefix',
      })
    })
  })
}

const refuseTools = ({ tools = [], toolChoice }: ChatRequest): void => {
  const names = new Set<string>()
  for (const [i, { name, inputSchema }] of tools.entries()) {
    const fault = inputSchema.type === 'object' ? schemaFault(inputSchema) : { path: 'type', why: 'it must be object' }
    if (fault)
      throw invalid('invalid-tool-schema', `tools.${i}.inputSchema: this is no JSON Schema of an object`, {
        at: ['tools', i, 'inputSchema', fault.path].filter((each) => each !== '').join('.'),
        why: fault.why,
        next: 'for a tool without input: {"type":"object","properties":{}}',
      })
    if (names.has(name))
      throw invalid('duplicate-tool', `tools.${i}.name: there are two tools named ${name}`, {
        at: `tools.${i}.name`,
        why: 'the model calls a tool by its name',
        next: 'give each a name of its own',
      })
    names.add(name)
  }
  if (typeof toolChoice === 'object' && !names.has(toolChoice.name))
    throw invalid('unknown-tool', `toolChoice: there is no tool ${toolChoice.name}`, {
      at: 'toolChoice.name',
      why: names.size > 0 ? `there are ${[...names].join(', ')}` : 'no tools were given',
      next: 'name one of the tools, or auto',
    })
}

/**
 * Refuses what no provider would take, before anything is decided, sent or recorded (exit 2): `empty-messages`,
 * `prompt-too-large`, `invalid-text`, `invalid-image`, `misplaced-part`, `invalid-schema`, `invalid-tool-schema`, `duplicate-tool`, `unknown-tool`.
 */
export const refuseRequest = (request: ChatRequest): void => {
  const { messages, schema } = request
  const said = messages.filter(({ role }) => role !== 'system')
  if (said.every(isEmpty))
    throw invalid('empty-messages', 'There is nothing to answer', {
      at: messages.length > 0 ? 'messages' : 'prompt',
      why: said.length === 0 ? 'no message of a user was given' : 'every message is empty',
      next: 'nimbus llm chat "Why does my pod restart?"',
    })
  refuseSize(messages)
  refuseHalves(messages)
  refuseImages(messages)
  if (messages.some(({ content }) => typeof content !== 'string')) promptOf(messages)
  refuseTools(request)
  if (schema) {
    const fault = schemaFault(schema)
    if (fault)
      throw invalid('invalid-schema', 'schema: this is no JSON Schema', {
        at: fault.path ? `schema.${fault.path}` : 'schema',
        why: fault.why,
        next: 'give one such as {"type":"object","properties":{"answer":{"type":"string"}}}',
      })
    checkOf(schema)
  }
}
