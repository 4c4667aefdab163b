import type { Gateway } from '@nimbus/host'
import { type CatalogSource, invoke, joinSources, type Principal, type RunEvent } from '@nimbus/kernel'
import { type MemoryOptions, type MemoryPorts, memoryPorts } from './memory-ports.ts'

/** A person who may call and approve. */
export const person: Principal = { tenant: 'local', id: 'ada', kind: 'person', scopes: ['invoke', 'approve'] }

/** A model that works for the person. */
export const model: Principal = {
  tenant: 'local',
  id: 'helper-model',
  kind: 'model',
  onBehalfOf: 'ada',
  scopes: ['invoke'],
}

/** A gateway in memory, with its ports open to a test. */
export interface MemoryGateway extends Gateway {
  ports: MemoryPorts
}

/**
 * A gateway over the real pipeline and in-memory ports.
 *
 * Tokens are the keys of `tokens`. Live events are kept per run, so that `tail` follows a run that goes on.
 */
export const memoryGateway = (
  sources: readonly CatalogSource[],
  options: Omit<MemoryOptions, 'catalog'> & { workspace: string; tokens?: Readonly<Record<string, Principal>> },
): MemoryGateway => {
  const catalog = joinSources(sources)
  const ports = memoryPorts({ ...options, catalog })
  const live = new Map<string, { events: RunEvent[]; ended: boolean; wake: Set<() => void> }>()

  const hear = (event: RunEvent) => {
    const run = live.get(event.run) ?? { events: [], ended: false, wake: new Set() }
    live.set(event.run, run)
    run.events.push(event)
    run.ended = event.type === 'ended'
    for (const wake of run.wake) wake()
  }

  return {
    ports,
    version: '0.0.0-test',
    catalog,
    services: [...new Set(catalog.list().map(({ service }) => service))].map((name, i) => ({
      name,
      port: 3001 + i,
      stream: 3101 + i,
      summary: name,
      programs: [],
    })),
    workspace: options.workspace,
    invoke: (call) =>
      invoke(
        {
          ...call,
          workspace: call.workspace ?? options.workspace,
          base: call.base ?? options.workspace,
          signal: call.stopping?.signal ?? call.signal ?? new AbortController().signal,
          onEvent(event) {
            hear(event)
            call.onEvent?.(event)
          },
        },
        ports,
      ),
    isTainted: (session) => ports.taints.marked(session),
    flush: () => ports.journal.flush(),
    async *tail(id, after, _principal, signal) {
      const run = live.get(id)
      if (!run) return
      let next = after
      while (!signal?.aborted) {
        const event = run.events[next]
        if (event) {
          next += 1
          yield event
          continue
        }
        if (run.ended) return
        const { promise, resolve } = Promise.withResolvers<void>()
        run.wake.add(resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
        await promise
        run.wake.delete(resolve)
      }
    },
    authenticate: async (token) => (Object.hasOwn(options.tokens ?? {}, token) ? options.tokens?.[token] : undefined),
    health: async () => [{ name: 'store', ok: true, detail: 'in memory' }],
  }
}
