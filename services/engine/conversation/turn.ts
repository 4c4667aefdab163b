import { NimbusError } from '@nimbus/kernel/define'
import { modelTurn } from './model-turn.ts'
import { offlineTurn } from './offline-turn.ts'
import { note, type Progress, type Talk } from './talk.ts'

/** Who is to answer. `auto`: a model if one can be asked, else the planner. */
export type Wanted = 'auto' | Progress['mode']

/** Errors that say that there is nobody to ask. One that was named and is not there is another matter. */
const isAbsence = (thrown: unknown): thrown is NimbusError => thrown instanceof NimbusError && thrown.data.exit === 5

const startOffline = (talk: Talk, why: string): Promise<void> => {
  talk.so.mode = 'offline'
  talk.ctx.emit({ type: 'mode', mode: 'offline', why, text: `offline: ${why}` })
  return offlineTurn(talk)
}

/**
 * Runs one turn. Without a model that can be asked it goes on with the planner and says so; once a model has answered, or
 * where one was named, what it runs into is raised.
 */
export const runTurn = async (talk: Talk, wanted: Wanted): Promise<void> => {
  if (wanted === 'offline') return startOffline(talk, 'as you asked')
  if (!talk.ctx.serves('llm.chat-tools')) return startOffline(talk, 'nothing here serves models')
  try {
    await modelTurn(talk)
  } catch (thrown) {
    const started = talk.so.messages.length > 1 || talk.so.answer !== ''
    if (wanted === 'model' || talk.model !== undefined || started || !isAbsence(thrown)) throw thrown
    talk.so.messages.length = 0
    const { message, next } = thrown.data
    await startOffline(talk, message)
    if (next && talk.before.length === 0) note(talk, `for a model: ${next}`)
  }
}
