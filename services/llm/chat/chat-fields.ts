import { File, unkept, z } from '@nimbus/kernel/define'
import { Finish, Message, TokenUsage, ToolCall } from '../conversation/messages.ts'

const maxTokens = z.number().int().min(1).max(10_000_000)
const temperature = z.number().min(0).max(2)

/** The fields of every chat, whoever answers it and with whatever tools. */
export const chatFields = {
  prompt: unkept(z.string())
    .optional()
    .describe('What is asked; @file and - (standard input) are read on the command line'),
  messages: unkept(z.array(Message).max(10_000))
    .optional()
    .describe('A conversation so far; the prompt, if any, comes after it'),
  system: unkept(z.string().min(1)).optional().describe('Instructions that come before everything else'),
  image: z.array(File).max(20).default([]).describe('An image to look at, as PNG, JPEG, GIF or WebP; repeatable'),
  context: z.array(File).max(100).default([]).describe('A text file to know about; repeatable'),
  agent: z.string().min(1).optional().describe('Who asks: an agent of the configuration, with its instructions'),
  model: z.string().min(1).optional().describe('The model that must answer, as provider/model or by its name'),
  provider: z.string().min(1).optional().describe('The provider that must answer'),
  taskType: z.string().min(1).optional().describe('The kind of task, such as review or debugging'),
  schema: z.record(z.string(), z.unknown()).optional().describe('JSON Schema that the answer must fit'),
  maxTokens: maxTokens.optional().describe('The longest answer, in tokens'),
  temperature: temperature.optional().describe('0 for the likeliest words, higher for more variety'),
  topP: z.number().min(0).max(1).optional().describe('The share of likely words to choose from'),
  stop: z.array(z.string().min(1)).max(16).optional().describe('A text that ends the answer; repeatable'),
  seed: z.number().int().optional().describe('For the same answer again, where the model takes one'),
  project: z.string().min(1).max(200).optional().describe("Whose budget it is; the workspace's folder name by default"),
  force: z.boolean().default(false).describe('Go past a hard budget; it is recorded in the audit'),
  justification: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('Why it is worth its price, where policy wants to know'),
  config: z
    // A mistyped limit would silently be none.
    .strictObject({
      model: z.string().min(1).optional(),
      maxTokens: maxTokens.optional(),
      temperature: temperature.optional(),
    })
    .optional()
    .describe('The same as model, maxTokens and temperature, for clients that send them together'),
} as const

/** Who answered, at what price and why. */
export const answeredBy = {
  provider: z.string(),
  model: z.string(),
  cost: z.number().int().optional().describe('Nanodollars, 1e-9 US dollars; absent when the price is unknown'),
  reasons: z.array(z.string()).describe('Why this model, in the order in which it was decided'),
  warnings: z.array(z.string()).describe('What a person should know'),
} as const

/** What became of a chat. */
export const ChatOutput = z.object({
  text: unkept(z.string()).describe('The answer; JSON where a schema was given'),
  toolCalls: unkept(z.array(ToolCall)).describe('What the model wants to be called'),
  finish: Finish.describe('Why it stopped'),
  provider: answeredBy.provider,
  model: answeredBy.model,
  servedBy: z.string().describe('The name that the provider gives the model that answered'),
  usage: TokenUsage.optional().describe('Tokens, each counted in one place; absent when nobody knows them'),
  cost: answeredBy.cost,
  latencyMs: z.number(),
  firstTokenMs: z.number().optional().describe('Until the first piece of a stream'),
  reasons: answeredBy.reasons,
  warnings: answeredBy.warnings,
})

const Input = z.object(chatFields)
export type ChatInput = z.infer<typeof Input>
export type ChatOutput = z.infer<typeof ChatOutput>
