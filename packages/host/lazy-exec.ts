import type { ExecSettings } from '@nimbus/exec'
import type { RunProgram } from '@nimbus/kernel'

/** Runs programs with code that is loaded with the first one: most commands run none. */
export const lazyExec = (settings: ExecSettings): RunProgram => {
  let loaded: Promise<RunProgram> | undefined
  const load = async () => (await import('@nimbus/exec')).createExec(settings)
  return async (program, argv, options) => {
    loaded ??= load()
    return (await loaded)(program, argv, options)
  }
}
