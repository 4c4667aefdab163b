import { type HostContext, z } from '@nimbus/kernel/define'
import type { HistoryEntry } from './run-view.ts'

const collection = 'notes'
/** Documents are listed by id: ids that shrink with time put the newest first. */
const lastMoment = 9_999_999_999_999

/** What somebody wrote down about something that happened outside Nimbus. */
export const Note = z.object({
  summary: z.string(),
  source: z.string(),
  detail: z.record(z.string(), z.unknown()).optional(),
  principal: z.string(),
  at: z.string(),
})

/** Stores a note and gives its id. */
export const storeNote = async (note: z.infer<typeof Note>, ctx: HostContext): Promise<string> => {
  const id = `note-${String(lastMoment - Date.parse(note.at)).padStart(13, '0')}-${crypto.randomUUID().slice(0, 8)}`
  await ctx.documents.put(collection, id, note, { ifVersion: 0 })
  return id
}

/** A note by its id, or undefined. */
export const readNote = async (id: string, ctx: HostContext): Promise<z.infer<typeof Note> | undefined> => {
  const document = await ctx.documents.get(collection, id)
  return document && Note.parse(document.body)
}

/** The newest notes as entries of the history. */
export const listNotes = async (limit: number, ctx: HostContext): Promise<z.infer<typeof HistoryEntry>[]> =>
  (await ctx.documents.list(collection, { limit })).map(({ id, body }) => {
    const { at, source, summary, principal } = Note.parse(body)
    return { id, kind: 'note', at, operation: source, summary, outcome: 'note', principal }
  })
