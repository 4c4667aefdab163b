import type { Host, HostOptions } from '@nimbus/host'
import type { Front, Service } from '@nimbus/kernel/define'
import { services } from './catalog.ts'

/** Loads the definitions of all services. */
export const loadServices = async (): Promise<readonly Service[]> => {
  const loaders = await import('./generated/loaders.ts')
  const loaded = await Promise.all(Object.values(loaders.services).map((load) => load()))
  return (loaded as { default: Service }[]).map((module) => module.default)
}

/** Loads the foreign formats that these services answer; of all services when none is named. */
export const loadFronts = async (names: readonly string[]): Promise<readonly Front[]> => {
  const wanted = (await loadServices()).filter(({ name }) => names.length === 0 || names.includes(name))
  return (await Promise.all(wanted.flatMap(({ fronts }) => fronts?.() ?? []))).flat()
}

/** Where and how to open Nimbus. */
export interface OpenOptions {
  version: string
  /** Names the workspace root; else it is searched for from the current directory. */
  directory?: string | undefined
  /** See `HostOptions`. */
  only?: string | undefined
  remote?: HostOptions['remote']
  insisted?: AbortSignal
  /** See `HostOptions`; only for what goes on serving. */
  staleMs?: number
}

/** Opens a host over the built-in catalog. The host is imported here, so that help never loads it. */
export const openNimbus = async ({
  version,
  directory,
  only,
  remote,
  insisted,
  staleMs,
}: OpenOptions): Promise<Host> => {
  const { openHost, workspaceRoot } = await import('@nimbus/host')
  const { joinSources } = await import('@nimbus/kernel')
  const { builtIn } = await import('./catalog.ts')
  return openHost({
    version,
    catalog: joinSources([builtIn]),
    services,
    loadServices,
    env: process.env,
    workspace: workspaceRoot(process.cwd(), process.env, directory),
    ...(only === undefined ? {} : { only }),
    ...(remote ? { remote } : {}),
    ...(insisted ? { insisted } : {}),
    ...(staleMs === undefined ? {} : { staleMs }),
  })
}
