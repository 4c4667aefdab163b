import { z } from '@nimbus/kernel/define'
import { Message } from './messages.ts'

/** What answers: a model, or the planner that needs none. */
export const Mode = z.enum(['model', 'offline'])
export type Mode = z.infer<typeof Mode>

const effects = ['read', 'create', 'update', 'delete'] as const

/** A call that was made in a turn. */
export const CallMade = z.object({
  operation: z.string(),
  effect: z.enum(effects).describe('The most that it may do'),
  outcome: z.string().describe('done, or why not: approval, denied, invalid, missing, failed, cancelled, negative'),
  run: z.string().optional().describe('Its run in the history'),
  plan: z.string().optional().describe('The plan that a person has to approve'),
  changed: z
    .literal(true)
    .optional()
    .describe('It has changed something, and its run knows how that is taken back, or why not'),
})
export type CallMade = z.infer<typeof CallMade>

/** How a turn ended. */
export const Ended = z.enum(['answered', 'asks', 'interrupted', 'failed', 'open'])
export type Ended = z.infer<typeof Ended>

/** One turn: what a person said and all that came of it. Stored with secrets masked. */
export const Turn = z.object({
  n: z.number().int().describe('Counted from 1'),
  at: z.string().describe('ISO 8601'),
  said: z.string(),
  answer: z.string(),
  mode: Mode,
  persona: z.string(),
  model: z.string().optional(),
  calls: z.array(CallMade),
  cost: z.number().int().optional().describe('Nanodollars, of the answers whose price is known'),
  unpriced: z.number().int().describe('Answers whose price is unknown'),
  ended: Ended.describe('asks: it stopped with a question; open: its process was killed'),
  why: z.string().optional().describe('Why it ended as it did, where it was not answered'),
  messages: z.array(Message).describe('What a model was sent and said, for the next turn'),
})
export type Turn = z.infer<typeof Turn>

/** What is known of a conversation without its turns. */
export const Head = z.object({
  id: z.string(),
  owner: z.string(),
  title: z.string(),
  startedAt: z.string(),
  updatedAt: z.string(),
  persona: z.string(),
  turns: z.number().int(),
  tainted: z.boolean().describe('It has read what others wrote: effects ask again'),
})
export type Head = z.infer<typeof Head>

/** The id of a conversation, or a unique start of it, or the newest. */
export const ConversationId = z
  .string()
  .regex(/^(c_[a-z2-7]{4,20}|last)$/, 'takes c_ and at least 4 characters, or last')
  .describe('The conversation, a unique start of its id, or `last`')

/** The resource of a conversation. */
export const conversationResource = (id: string): string => `nimbus:records/conversations/${id}`
