import type { Context } from '@nimbus/kernel/define'
import type { Persona } from '../personas/persona.ts'
import type { Chunk } from './chunk.ts'
import type { Message } from './messages.ts'
import type { CallMade, Ended, Mode, Turn } from './record.ts'

/** One turn while it goes on. What happens is written into it as it happens, so that whatever stops it is remembered. */
export interface Talk {
  ctx: Context<Chunk>
  /** Names what this conversation has read; marks stay with it. */
  session: string
  persona: Persona
  said: string
  /** Earlier turns, oldest first. */
  before: readonly Turn[]
  /** The model that must answer. */
  model?: string
  /** Why its answers are worth their price. */
  justification?: string
  /** The most answers of a model in this turn. */
  rounds: number
  so: Progress
}

/** What has happened so far. */
export interface Progress {
  answer: string
  mode: Mode
  model?: string
  calls: CallMade[]
  messages: Message[]
  cost?: number
  unpriced: number
  /** Whether the conversation has read what others wrote. */
  tainted: boolean
  ended: Ended
  why?: string
}

/** Says a piece of the answer. */
export const say = ({ ctx, so }: Talk, text: string): void => {
  so.answer += text
  ctx.emit(text)
}

/** Says something beside the answer. */
export const note = ({ ctx }: Talk, text: string): void => ctx.emit({ type: 'note', text: `! ${text}` })
