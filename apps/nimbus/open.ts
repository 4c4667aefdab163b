import type { Host } from '@nimbus/host'
import { services } from './catalog.ts'

/** Loads the definitions of all services. */
export const loadServices = async () => {
  const loaders = await import('./generated/loaders.ts')
  const loaded = await Promise.all(Object.values(loaders.services).map((load) => load()))
  return (loaded as { default: import('@nimbus/kernel/define').Service }[]).map((module) => module.default)
}

/** Opens a host over the built-in catalog. The host is imported here, so that help never loads it. */
export const openNimbus = async (
  version: string,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  directory?: string,
): Promise<Host> => {
  const { openHost, workspaceRoot } = await import('@nimbus/host')
  const { joinSources } = await import('@nimbus/kernel')
  const { builtIn } = await import('./catalog.ts')
  return openHost({
    version,
    catalog: joinSources([builtIn]),
    services,
    loadServices,
    env,
    workspace: workspaceRoot(cwd, env, directory),
  })
}

/** Opens a host for the command line of this process. */
export const open = async (directory: string | undefined, version: string) => {
  const host = await openNimbus(version, process.env, process.cwd(), directory)
  return { gateway: host, close: () => host.close() }
}
