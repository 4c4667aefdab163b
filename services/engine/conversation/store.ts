import { type Context, failed, missing, NimbusError, onlyOne } from '@nimbus/kernel/define'
import { Head, Turn } from './record.ts'

/** What of a context conversations are kept with. */
export type Keeper = Pick<Context, 'documents' | 'principal'>

const heads = 'conversations'
const turns = 'conversation-turns'

/** More conversations than anybody has; the store itself gives a thousand when nothing is said. */
const most = 100_000

const turnId = (conversation: string, n: number): string => `${conversation}/${String(n).padStart(6, '0')}`

/** Whose conversations a caller sees: their own, and a model those of the person it works for. */
export const ownerOf = ({ principal }: Keeper): string => principal.onBehalfOf ?? principal.id

/** Every conversation of the caller, newest first. */
export const listHeads = async (ctx: Keeper, prefix = ''): Promise<Head[]> => {
  const found = await ctx.documents.list(heads, { prefix, limit: most })
  const owner = ownerOf(ctx)
  return found
    .map(({ body }) => Head.parse(body))
    .filter((head) => head.owner === owner)
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
}

/** The conversation that an id, a start of one, or `last` names. Raises `not-found` and `ambiguous-id` (exit 5). */
export const findHead = async (id: string, ctx: Keeper): Promise<Head> => {
  if (id !== 'last') return onlyOne(id, await listHeads(ctx, id), 'conversation', 'nimbus chat list')
  const [newest] = await listHeads(ctx)
  if (newest) return newest
  throw missing('not-found', 'There is no conversation yet', { next: 'start one with: nimbus chat' })
}

/** The turns of a conversation, oldest first. */
export const turnsOf = async (conversation: string, ctx: Keeper): Promise<Turn[]> =>
  (await ctx.documents.list(turns, { prefix: `${conversation}/`, limit: most })).map(({ body }) => Turn.parse(body))

const isConflict = (thrown: unknown): boolean => thrown instanceof NimbusError && thrown.data.code === 'conflict'

/** Changes what is known of a conversation, beginning anew when another process did so meanwhile. */
const changeHead = async (id: string, change: (known: Head | undefined) => Head, ctx: Keeper): Promise<void> => {
  for (;;) {
    const stored = await ctx.documents.get(heads, id)
    const head = change(stored && Head.parse(stored.body))
    try {
      await ctx.documents.put(heads, id, head, { ifVersion: stored?.version ?? 0 })
      return
    } catch (thrown) {
      if (!isConflict(thrown)) throw thrown
    }
  }
}

// What one turn has read stays on record when another one, which read nothing, ends after it.
const joined = (head: Head, known: Head | undefined): Head => ({
  ...head,
  turns: Math.max(head.turns, known?.turns ?? 0),
  tainted: head.tainted || known?.tainted === true,
})

const saidAtOnce = ({ id }: Head): NimbusError =>
  failed('conflict', `Something else is being said in ${id} at this moment`, {
    at: 'conversation',
    why: 'another turn began before this one could; nothing was sent to a model',
    next: 'say it again, or begin another conversation',
  })

/** Writes a turn, and what it changed of its conversation. */
export const putTurn = async (head: Head, turn: Turn, ctx: Keeper): Promise<void> => {
  await ctx.documents.put(turns, turnId(head.id, turn.n), turn)
  await changeHead(head.id, (known) => joined(head, known), ctx)
}

/** The same for a turn that begins. Raises `conflict` (exit 1) when another process has begun it meanwhile. */
export const beginTurn = async (head: Head, turn: Turn, ctx: Keeper): Promise<void> => {
  try {
    await ctx.documents.put(turns, turnId(head.id, turn.n), turn, { ifVersion: 0 })
  } catch (thrown) {
    throw isConflict(thrown) ? saidAtOnce(head) : thrown
  }
  await changeHead(head.id, (known) => joined(head, known), ctx)
}

/**
 * Removes the turns of a conversation from one on, and with the last of them the conversation. The newest go first, so
 * that a kill in between leaves a conversation that ends earlier.
 */
export const removeTurns = async (head: Head, from: number, ctx: Keeper): Promise<void> => {
  const all = await turnsOf(head.id, ctx)
  for (const { n } of all.filter((turn) => turn.n >= from).toReversed())
    await ctx.documents.delete(turns, turnId(head.id, n))
  const last = all.findLast(({ n }) => n < from)
  if (!last) await ctx.documents.delete(heads, head.id)
  else await changeHead(head.id, (known = head) => ({ ...known, turns: last.n, updatedAt: last.at }), ctx)
}

/** Writes back turns that were removed, and their conversation as it was. */
export const putBack = async (head: Head, removed: readonly Turn[], ctx: Keeper): Promise<void> => {
  for (const turn of removed) await ctx.documents.put(turns, turnId(head.id, turn.n), turn)
  await changeHead(head.id, (known) => joined(head, known), ctx)
}
