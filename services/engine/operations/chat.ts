import { type Context, newId, operation, unkept, z } from '@nimbus/kernel/define'
import { Chunk } from '../conversation/chunk.ts'
import { costText } from '../conversation/cost-text.ts'
import { CallMade, ConversationId, conversationResource, Ended, type Head, Mode } from '../conversation/record.ts'
import { beginTurn, findHead, ownerOf, putTurn, turnsOf } from '../conversation/store.ts'
import type { Progress, Talk } from '../conversation/talk.ts'
import { runTurn } from '../conversation/turn.ts'
import { turnOf } from '../conversation/turn-record.ts'
import { personaOf } from '../personas/find-personas.ts'
import { usualPersona } from '../personas/persona.ts'

const Input = z.object({
  message: unkept(z.string().trim().min(1, 'says nothing').max(100_000)).describe('What you say'),
  conversation: ConversationId.optional(),
  persona: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe('How answers sound: professional, assistant, expert or your own'),
  model: z.string().min(1).max(200).optional().describe('The model that must answer, as provider/model or by its name'),
  justification: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('Why the answers are worth their price, where policy wants to know'),
  mode: z
    .enum(['auto', 'model', 'offline'])
    .default('auto')
    .describe('auto: a model if one can be asked, else the built-in planner'),
  remember: z
    .enum(['conversation', 'nothing'])
    .default('conversation')
    .describe('Whether what is said is kept, for you to go on with'),
  rounds: z.number().int().min(1).max(50).default(20).describe('The most answers of a model in one turn'),
})
type Input = z.output<typeof Input>

interface Opened {
  head: Head
  isNew: boolean
}

const opened = new WeakMap<object, Promise<Opened>>()

const open = async ({ conversation, persona, message }: Input, ctx: Context<Chunk>): Promise<Opened> => {
  if (conversation !== undefined) return { head: await findHead(conversation, ctx), isNew: false }
  const at = ctx.now().toISOString()
  const title = ctx.masked(message).replaceAll(/\s+/g, ' ').slice(0, 80)
  const head: Head = {
    id: newId('c'),
    owner: ownerOf(ctx),
    title,
    startedAt: at,
    updatedAt: at,
    persona: persona ?? usualPersona,
    turns: 0,
    tainted: false,
  }
  return { head, isNew: true }
}

/** A call opens one conversation: what was shown is what is written. */
const openOnce = (input: Input, ctx: Context<Chunk>): Promise<Opened> => {
  const known = opened.get(ctx) ?? open(input, ctx)
  opened.set(ctx, known)
  return known
}

/**
 * Talks with you about this workspace, and does what you ask for through the same checked operations.
 *
 * With a model, it looks for operations and calls them; each call passes policy as the call of a model, and what needs a
 * person asks you, or gives a plan to approve. Without a model the built-in planner answers, and it says so. What was
 * said is kept, secrets masked, and can be gone on with. At a terminal without a message it opens a live view; piped, it
 * takes a line of standard input as a message.
 */
export default operation({
  id: 'engine.chat',
  summary: 'Talk, and have things done',
  effect: 'delete',
  openWorld: true,
  untrusted: true,
  input: Input,
  output: z.object({
    conversation: z.string().optional().describe('Absent when nothing is remembered'),
    turn: z.number().int().describe('Counted from 1'),
    mode: Mode,
    persona: z.string(),
    model: z.string().optional(),
    answer: unkept(z.string()),
    calls: z.array(CallMade),
    ended: Ended,
    why: z.string().optional().describe('Why it stopped with a question'),
    cost: z.number().int().optional().describe('Nanodollars, 1e-9 US dollars, of the answers whose price is known'),
    unpriced: z.number().int().describe('Answers whose price is unknown'),
  }),
  chunk: Chunk,
  positional: ['message'],
  view: { module: 'chat-view/view.ts', without: 'message', lines: true },
  aliases: ['chat'],
  exclude: {
    call: 'a conversation is begun by whoever is at the top',
    mcp: 'who calls through MCP is a model that has the operations themselves',
    agent: 'a model that talks to itself would get around the limits of a turn',
  },
  examples: [
    { title: 'Ask about this workspace', input: { message: 'Which files changed since the last commit?' } },
    { title: 'Go on with the last conversation', input: { message: 'And who changed them?', conversation: 'last' } },
    { title: 'Without a model', input: { message: 'show me README.md', mode: 'offline' } },
  ],
  phrases: [
    'chat about {message}',
    'talk with me about {message}',
    'start a chat',
    'chat with me',
    'talk to me',
    'open a conversation',
    'begin a conversation',
    'let us have a chat about {message}',
    'start a new conversation',
    'open a chat in the persona {persona}',
    'go on with the conversation {conversation}',
    'continue the conversation {conversation}',
  ],
  words: {
    message: { kind: 'text' },
    conversation: { kind: 'conversation' },
    mode: { kind: 'structure' },
    remember: { kind: 'structure' },
    rounds: { kind: 'structure' },
    model: { kind: 'structure' },
    justification: { kind: 'structure' },
    persona: { kind: 'name', words: ['persona {}'] },
  },

  target: ({ conversation }) => ({ resources: [conversationResource(conversation ?? 'new')] }),
  async preview(input, ctx) {
    if (input.remember === 'nothing') return { changes: [{ resource: conversationResource('unkept'), effect: 'read' }] }
    const { head, isNew } = await openOnce(input, ctx)
    return {
      changes: [{ resource: conversationResource(head.id), effect: isNew ? 'create' : 'update', summary: head.title }],
    }
  },
  async run(input, ctx) {
    const { head } = await openOnce(input, ctx)
    const before = head.turns > 0 ? await turnsOf(head.id, ctx) : []
    const persona = await personaOf(input.persona ?? head.persona, ctx)
    const so: Progress = {
      answer: '',
      mode: 'model',
      calls: [],
      messages: [],
      unpriced: 0,
      tainted: head.tainted,
      ended: 'open',
    }
    const n = (before.at(-1)?.n ?? 0) + 1
    const talk: Talk = {
      ctx,
      session: `chat:${head.id}`,
      persona,
      said: input.message,
      before,
      ...(input.model ? { model: input.model } : {}),
      ...(input.justification ? { justification: input.justification } : {}),
      rounds: input.rounds,
      so,
    }
    const at = ctx.now().toISOString()
    const keep = async (write: typeof beginTurn) => {
      if (input.remember === 'nothing') return
      const now = ctx.now().toISOString()
      const kept = { ...head, persona: persona.name, turns: n, updatedAt: now, tainted: so.tainted }
      await write(kept, ctx.masked(turnOf({ n, at, talk })), ctx)
    }
    await keep(beginTurn)
    try {
      await runTurn(talk, input.mode)
    } catch (thrown) {
      so.ended = ctx.signal.aborted ? 'interrupted' : 'failed'
      so.why = thrown instanceof Error ? thrown.message : String(thrown)
      throw thrown
    } finally {
      await keep(putTurn)
    }
    return {
      ...(input.remember === 'nothing' ? {} : { conversation: head.id }),
      turn: n,
      mode: so.mode,
      persona: persona.name,
      ...(so.model ? { model: so.model } : {}),
      answer: so.answer,
      calls: so.calls,
      ended: so.ended,
      ...(so.why ? { why: so.why } : {}),
      ...(so.cost === undefined ? {} : { cost: so.cost }),
      unpriced: so.unpriced,
    }
  },
  async verify(_input, { conversation, turn, ended }, ctx) {
    if (conversation === undefined) return []
    const kept = (await turnsOf(conversation, ctx)).find(({ n }) => n === turn)
    const stands = kept?.ended === ended
    return [
      {
        status: stands ? 'pass' : 'fail',
        code: 'turn-kept',
        message: stands ? 'the turn is kept' : `turn ${turn} of ${conversation} is not kept as it ended`,
        resource: conversationResource(conversation),
      },
    ]
  },
  undo(_input, { conversation, turn, calls }) {
    // Forgetting a turn takes back nothing that was done in it, and would take the list of it away.
    const changed = calls.flatMap((made) => (made.run && made.changed ? `nimbus undo ${made.run}` : []))
    if (changed.length > 0)
      return { irreversible: `take back what it changed instead, the last first: ${changed.toReversed().join(' && ')}` }
    if (conversation === undefined) return undefined
    return { operation: 'engine.chat-delete', input: { conversation, from: turn } }
  },
  text: ({ answer }) => (answer === '' || answer.endsWith('\n') ? '' : '\n'),
  note: (output) => costText(output),
})
