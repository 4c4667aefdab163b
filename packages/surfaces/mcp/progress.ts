import type { RunEvent } from '@nimbus/kernel'

/** At most so many milliseconds between two notifications of the same stream of output. */
const pauseMs = 50

interface Progress {
  [key: string]: unknown
  progressToken: string | number
  progress: number
  message: string
}

const textOf = ({ type, data }: RunEvent): string | undefined => {
  const about = (data ?? {}) as Record<string, unknown>
  if (type === 'progress' && typeof about.text === 'string') return about.text
  if (type === 'step') return `${String(about.title)}: ${String(about.status)}`
  if (type === 'program' && about.exitCode === undefined) return `running ${String(about.name)}`
  if (type === 'chunk') return typeof data === 'string' ? data : JSON.stringify(data)
  return undefined
}

/**
 * Turns events of a run into progress notifications under the client's token. The number is that of the event, so it
 * only grows. Steps always pass; lines of output are thinned to twenty a second.
 */
export const progressOf = (
  progressToken: string | number,
  notify: (params: Progress) => void,
): ((event: RunEvent) => void) => {
  let last = Number.NEGATIVE_INFINITY
  return (event) => {
    const message = textOf(event)
    if (message === undefined) return
    const now = performance.now()
    if (event.type !== 'step' && now - last < pauseMs) return
    last = now
    notify({ progressToken, progress: event.n, message })
  }
}
