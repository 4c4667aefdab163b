/** A signal that fires when the caller gives up or nothing has happened for a while. */
export interface TimeLimit {
  signal: AbortSignal
  /** Something happened: the time starts anew. */
  heard(): void
  /** Whether it was the time that ran out. */
  ranOut(): boolean
  stop(): void
}

/** Starts a limit of so many milliseconds of silence. It has to be stopped. */
export const limitTime = (caller: AbortSignal, ms: number): TimeLimit => {
  const own = new AbortController()
  let late = false
  const give = () => own.abort(caller.reason)
  if (caller.aborted) give()
  else caller.addEventListener('abort', give, { once: true })
  const begin = () =>
    setTimeout(() => {
      late = true
      own.abort(new DOMException(`nothing was heard for ${ms} ms`, 'TimeoutError'))
    }, ms)
  let timer = begin()
  return {
    signal: own.signal,
    heard() {
      clearTimeout(timer)
      timer = begin()
    },
    ranOut: () => late,
    stop() {
      clearTimeout(timer)
      caller.removeEventListener('abort', give)
    },
  }
}
