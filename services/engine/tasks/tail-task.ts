import { setTimeout } from 'node:timers/promises'
import type { HostContext, z } from '@nimbus/kernel/define'
import { type Event, eventOf } from './event.ts'

/** How often a task of another process is looked at, in milliseconds. */
const pollMs = 200

const pause = async (signal: AbortSignal): Promise<void> => {
  try {
    await setTimeout(pollMs, undefined, { signal })
  } catch (thrown) {
    // Whoever leaves is still given what there is.
    if (!signal.aborted) throw thrown
  }
}

/**
 * The events of a task after a number; with `follow` until it is no longer at work. It is looked at in the store, so that
 * it does not matter which process runs it.
 */
export async function* tailTask(
  task: string,
  { after, follow, most }: { after: number; follow: boolean; most: number },
  ctx: Pick<HostContext, 'records' | 'principal' | 'signal'>,
): AsyncGenerator<z.infer<typeof Event>> {
  const { tasks } = ctx.records
  const { tenant } = ctx.principal
  const working = async () => {
    const [found] = await tasks.find(task, tenant)
    return found !== undefined && ['ready', 'running', 'rolling-back'].includes(found.status)
  }
  let last = after
  for (;;) {
    // Asked before the events are read: what ends it is among them then.
    const more = follow && !ctx.signal.aborted && (await working())
    for (const event of await tasks.events({ tenant, task, after: last, limit: most })) {
      last = event.n
      yield eventOf(event)
    }
    if (!more) return
    await pause(ctx.signal)
  }
}
