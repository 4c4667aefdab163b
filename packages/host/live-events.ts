import { isIdPrefix, type Journal, type RunEvent, type RunRecord } from '@nimbus/kernel'

/** How often a run of another process is looked at, in milliseconds. */
const pollMs = 200

/**
 * How long the events of a run that gave pieces are held after its end, in milliseconds, and of how many runs: whoever
 * lost the connection finds in the store only that something was said, and not what.
 */
const heldMs = 60_000
const mostHeld = 500

/** How long a whole id is: nothing can stand behind it. */
const idLength = 22

/** Events of runs in this process, as they happen, for whoever follows them. */
export interface LiveEvents {
  /** Takes an event of a run of this tenant. */
  publish(event: RunEvent, tenant: string): void
  /** What takes the events of one run of this tenant, and passes them on to whoever called as well. */
  following(tenant: string, also?: (event: RunEvent) => void): (event: RunEvent) => void
  /**
   * The events of a tenant's run after a number, live until its end; a beginning that only one has will do for its id.
   * Another tenant's run is as if there were none.
   */
  tail(run: string, after: number, tenant: string, signal?: AbortSignal): AsyncIterable<RunEvent>
}

interface Running {
  tenant: string
  events: RunEvent[]
  /** Those who follow it, once there are any. */
  wake?: Set<() => void>
}

/** Live events over a journal. Runs of other processes are followed by looking at the store. */
export const createLiveEvents = (journal: () => Journal): LiveEvents => {
  const running = new Map<string, Running>()
  const held = new Set<string>()

  const letGo = (run: string): void => {
    held.delete(run)
    running.delete(run)
  }

  /** Holds on to a run that has ended, in the place of the one that was held longest. */
  const hold = (run: string): void => {
    const [oldest] = held
    if (oldest !== undefined && held.size >= mostHeld) letGo(oldest)
    held.add(run)
    setTimeout(letGo, heldMs, run).unref()
  }

  const append = (run: Running, event: RunEvent): void => {
    run.events.push(event)
    if (run.wake) for (const wake of run.wake) wake()
    if (event.type !== 'ended') return
    // Whoever follows holds on to the events; for whoever comes later they are in the store.
    if (run.events.some(({ type }) => type === 'chunk')) hold(event.run)
    else running.delete(event.run)
  }

  const open = (event: RunEvent, tenant: string): Running => {
    const run = { tenant, events: [] }
    running.set(event.run, run)
    return run
  }

  const publish = (event: RunEvent, tenant: string): void =>
    append(running.get(event.run) ?? open(event, tenant), event)

  const following = (tenant: string, also?: (event: RunEvent) => void) => {
    let run: Running | undefined
    return (event: RunEvent): void => {
      run ??= open(event, tenant)
      append(run, event)
      also?.(event)
    }
  }

  const pause = (live: Running | undefined, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        live?.wake?.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, pollMs)
      if (live) live.wake ??= new Set()
      live?.wake?.add(done)
      signal?.addEventListener('abort', done)
    })

  /** The id that a text is, or is the beginning of; undefined where several begin so. */
  const wholeId = async (text: string, tenant: string): Promise<string | undefined> => {
    if (text.length >= idLength || running.has(text) || !isIdPrefix(text, 'r')) return text
    const here = [...running].filter(([id, run]) => run.tenant === tenant && id.startsWith(text)).map(([id]) => id)
    const stored = (await journal().find(text, tenant)).map(({ id }) => id)
    const [id, another] = new Set([...here, ...stored])
    return another === undefined ? id : undefined
  }

  async function* tail(named: string, after: number, tenant: string, signal?: AbortSignal): AsyncGenerator<RunEvent> {
    const run = await wholeId(named, tenant)
    if (run === undefined) return
    let seen = after
    let live: Running | undefined
    // How far the events of a live run have been gone through.
    let taken = 0
    while (!signal?.aborted) {
      live ??= running.get(run)
      const known: RunRecord | undefined = live ? undefined : await journal().get(run, tenant)
      if (live ? live.tenant !== tenant : !known) return
      const batch = (live ? live.events.slice(taken) : await journal().events(run, seen, 500)).filter(
        ({ n }) => n > seen,
      )
      if (live) taken = live.events.length
      for (const event of batch) {
        yield event
        seen = event.n
        if (event.type === 'ended') return
      }
      if (batch.length > 0) continue
      if (known && known.outcome !== 'running') return
      await pause(live, signal)
    }
  }

  return { publish, following, tail }
}
