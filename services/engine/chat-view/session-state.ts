import type { ViewQuestion } from '@nimbus/view'
import type { Mode } from '../conversation/record.ts'
import type { Block } from './block.ts'

/** A conversation as a view shows it. Replaced whole at every change. */
export interface SessionState {
  /** What will not change any more. */
  settled: readonly Block[]
  /** The turn that goes on, or the last one. */
  live: readonly Block[]
  /** What is being done; absent when a person may speak. */
  busy?: string
  question?: ViewQuestion
  conversation?: string | undefined
  persona?: string
  /** A model that must answer, `auto` for any, `none` for the planner. */
  model: string
  /** Who answered last. */
  answeredBy?: string
  mode?: Mode
  cost?: number | undefined
  unpriced: number
  calls: number
  /** The runs that have changed something and are not undone, the last one at the end. */
  undoable: readonly string[]
  /** The last plan that waits. */
  plan?: string | undefined
  /** How often the screen was cleared. */
  cleared: number
  /** The exit code, once it is over. */
  over?: number
}

/** How a session begins that was opened with this input. */
export const stateAtStart = ({
  persona,
  model,
  conversation,
  mode,
}: Readonly<Record<string, unknown>>): SessionState => ({
  settled: [],
  live: [],
  model: mode === 'offline' ? 'none' : typeof model === 'string' ? model : 'auto',
  ...(typeof persona === 'string' ? { persona } : {}),
  ...(typeof conversation === 'string' ? { conversation } : {}),
  unpriced: 0,
  calls: 0,
  undoable: [],
  cleared: 0,
})

/** What a session is before its conversation has begun. */
export const ofNoConversation: Partial<SessionState> = {
  settled: [],
  live: [],
  unpriced: 0,
  calls: 0,
  conversation: undefined,
  cost: undefined,
  plan: undefined,
  undoable: [],
}
