import { z } from '@nimbus/kernel/define'

/** One thing that happened to a task. */
export const Event = z.object({
  n: z.number().int().describe('Counts from 1 within the task, without gaps'),
  at: z.string(),
  status: z.string().describe('How the step, or without one the task, stands since then'),
  step: z.string().optional(),
  operation: z.string().optional(),
  run: z.string().optional(),
  note: z.string().optional(),
})

/** An event as it is streamed: with its line for whoever reads it as text. */
export const EventChunk = Event.extend({ text: z.string() })

type EventData = z.infer<typeof Event>

/** An event as it is shown. */
export const eventOf = ({ n, at, status, step, operation, run, note }: EventData): EventData => ({
  n,
  at,
  status,
  ...(step ? { step } : {}),
  ...(operation ? { operation } : {}),
  ...(run ? { run } : {}),
  ...(note ? { note } : {}),
})

/** One line for a terminal. */
export const eventLine = ({ n, at, step, operation, status, run, note }: EventData): string =>
  [
    String(n).padStart(4),
    at.slice(11, 23),
    ...(step ? [`step ${step}`, operation ?? ''] : ['task']),
    status,
    run ?? '',
    note ?? '',
  ]
    .filter(Boolean)
    .join('  ')
