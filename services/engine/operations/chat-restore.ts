import { type Context, failed, missing, operation, wholeId, z } from '@nimbus/kernel/define'
import { notForModels } from '../conversation/excluded.ts'
import { conversationResource, Head, Turn } from '../conversation/record.ts'
import { listHeads, ownerOf, putBack, turnsOf } from '../conversation/store.ts'

const Kept = z.object({ head: Head, removed: z.array(Turn) })

const keptBy = async (run: string, conversation: string, ctx: Context): Promise<z.output<typeof Kept>> => {
  const bytes = await ctx.kept(run, 'conversation')
  const kept = bytes ? Kept.parse(JSON.parse(Buffer.from(bytes).toString())) : undefined
  if (kept?.head.id === conversation && kept.head.owner === ownerOf(ctx)) return kept
  throw missing('nothing-kept', `${run} kept nothing of ${conversation}`, {
    at: run,
    why: 'only a run that deleted turns of a conversation has kept them',
    next: `see what it did with: nimbus history show ${run}`,
  })
}

/** What has been said since is nobody's to overwrite. */
const mustBeFree = async ({ head, removed }: z.output<typeof Kept>, ctx: Context): Promise<void> => {
  const taken = (await turnsOf(head.id, ctx)).find(({ n }) => removed.some((turn) => turn.n === n))
  if (taken)
    throw failed('conversation-went-on', `${head.id} has gone on since: turn ${taken.n} is another one now`, {
      at: head.id,
      next: `delete what came since first: nimbus chat delete ${head.id} --from ${taken.n}`,
    })
}

/** Puts back the turns of a conversation that a run deleted. */
export default operation({
  id: 'engine.chat-restore',
  summary: 'Put back what was deleted of a conversation',
  effect: 'create',
  input: z.object({
    conversation: wholeId('c').describe('The conversation that it was deleted from'),
    run: wholeId('r').describe('The run that deleted it'),
  }),
  output: z.object({ conversation: z.string(), from: z.number().int(), restored: z.number().int() }),
  positional: ['conversation', 'run'],
  exclude: notForModels,
  examples: [
    { title: 'Take back a deletion', input: { conversation: `c_${'a'.repeat(20)}`, run: `r_${'a'.repeat(20)}` } },
  ],
  phrases: [
    'restore the conversation {conversation} from {run}',
    'bring back the conversation {conversation} from {run}',
    'put the conversation {conversation} back from {run}',
    'undelete the conversation {conversation}',
    'recover the conversation {conversation} that {run} deleted',
    'get the conversation {conversation} back',
    'recover {conversation} from {run}',
    'bring {conversation} back from {run}',
    'restore {conversation} from {run}',
    'restore {conversation} as it was before {run}',
    'undelete {conversation} from {run}',
    'rescue the turns of {conversation} from {run}',
    'restore the turns of {conversation} from {run}',
  ],

  target: ({ conversation }) => ({ resources: [conversationResource(conversation)] }),
  async preview({ conversation, run }, ctx) {
    const kept = await keptBy(run, conversation, ctx)
    await mustBeFree(kept, ctx)
    return {
      changes: [
        {
          resource: conversationResource(conversation),
          effect: 'create',
          summary: `${kept.removed.length} turns of: ${kept.head.title}`,
        },
      ],
    }
  },
  async run({ conversation, run }, ctx) {
    const kept = await keptBy(run, conversation, ctx)
    await mustBeFree(kept, ctx)
    await ctx.step('Put back what was said', () => putBack(kept.head, kept.removed, ctx))
    return { conversation, from: kept.removed[0]?.n ?? 1, restored: kept.removed.length }
  },
  async verify(_input, { conversation, from, restored }, ctx) {
    const back = (await turnsOf(conversation, ctx)).filter(({ n }) => n >= from).length
    const listed = (await listHeads(ctx, conversation)).some(({ id }) => id === conversation)
    const whole = listed && back === restored
    return [
      {
        status: whole ? 'pass' : 'fail',
        code: 'conversation-restored',
        message: whole ? 'it is back' : `${conversation} has ${back} of ${restored} turns`,
        resource: conversationResource(conversation),
      },
    ]
  },
  undo: (_input, { conversation, from }) => ({ operation: 'engine.chat-delete', input: { conversation, from } }),
  text: ({ conversation, restored }) =>
    `✓ put back ${restored} ${restored === 1 ? 'turn' : 'turns'} of ${conversation}`,
})
