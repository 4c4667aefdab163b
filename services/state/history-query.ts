import type { HostContext, z } from '@nimbus/kernel/define'
import { listNotes } from './notes.ts'
import { entryOf, type HistoryEntry, type outcomes } from './run-view.ts'
import { since } from './time-text.ts'

/** Which entries are wanted. */
export interface HistoryFilter {
  operation?: string
  outcome?: (typeof outcomes)[number]
  effect?: 'read' | 'create' | 'update' | 'delete'
  since?: string
  text?: string
  /** Also runs that other runs called. */
  nested: boolean
  /** Only runs that may change something. */
  changes: boolean
  limit: number
}

/** Looking at the history is no part of it: what it gave contains every word that it showed. */
const ownReads = ['state.history-list', 'state.history-search', 'state.history-show']

type Entry = z.infer<typeof HistoryEntry>

/** As many notes as this are looked through. */
const mostNotes = 5000

const matchingNotes = async (filter: HistoryFilter, from: string | undefined, ctx: HostContext): Promise<Entry[]> => {
  if (filter.operation || filter.outcome || filter.effect) return []
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const notes = await listNotes(mostNotes, ctx)
  return notes.filter(({ at, summary, operation }) => {
    const said = `${operation} ${summary}`.toLowerCase()
    return (!from || at >= from) && words.every((word) => said.includes(word))
  })
}

/** Runs and notes that a filter lets through, newest first. Raises `invalid-time` (exit 2). */
export const queryHistory = async (filter: HistoryFilter, ctx: HostContext): Promise<Entry[]> => {
  const { operation, outcome, effect, text, nested, changes, limit } = filter
  const from = filter.since === undefined ? undefined : since(filter.since, ctx.now())
  const runs = await ctx.records.journal.list({
    tenant: ctx.principal.tenant,
    ...(operation ? { operation } : {}),
    ...(outcome ? { outcome } : {}),
    ...(effect ? { effect } : {}),
    ...(from ? { since: from } : {}),
    ...(text ? { text } : {}),
    ...(operation === undefined ? { except: ownReads } : {}),
    changes,
    top: !nested,
    limit,
  })
  const entries = [...runs.map((run) => entryOf(run, ctx.catalog)), ...(await matchingNotes(filter, from, ctx))]
  return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, limit)
}
