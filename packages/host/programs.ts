import { findProgram, programVersion } from '@nimbus/exec'
import type { Program, ProgramStatus } from '@nimbus/kernel'

/** What the host needs of a service to list its programs. */
export interface ServicePrograms {
  name: string
  programs: readonly Program[]
}

/** Every program that some service uses, as found on this machine. */
export const programStatuses = async (
  services: readonly ServicePrograms[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<ProgramStatus[]> => {
  // Services describe the programs they use each for themselves, so the same one comes several times.
  const users = new Map<string, { program: Program; names: string[]; enables: Set<string> }>()
  for (const { name, programs } of services)
    for (const program of programs) {
      const known = users.get(program.name)
      users.set(program.name, {
        program: known?.program ?? program,
        names: [...(known?.names ?? []), name],
        enables: new Set([...(known?.enables ?? []), program.enables]),
      })
    }
  return Promise.all(
    [...users.values()].map(async ({ program, names, enables }) => {
      const path = findProgram(program, env)
      const version = path ? await programVersion(program, env) : undefined
      const { name, install } = program
      return {
        name,
        found: path !== undefined,
        ...(path ? { path } : {}),
        ...(version ? { version } : {}),
        enables: [...enables].join('; '),
        install,
        services: names,
      }
    }),
  )
}
