import type { ManagedProcessSettings } from '@nimbus/exec'
import type { Ports } from '@nimbus/kernel'

/** Managed processes with code that is loaded with the first use: most commands have none. */
export const lazyProcesses = (settings: ManagedProcessSettings): Ports['processes'] => {
  let loaded: Promise<Ports['processes']> | undefined
  const load = async () => (await import('@nimbus/exec')).createManagedProcesses(settings)
  return (service, tenant, run, signal) => {
    const own = async () => {
      loaded ??= load()
      return (await loaded)(service, tenant, run, signal)
    }
    return {
      start: async (program, argv, options) => (await own()).start(program, argv, options),
      stop: async (name) => (await own()).stop(name),
      get: async (name) => (await own()).get(name),
      list: async () => (await own()).list(),
    }
  }
}
