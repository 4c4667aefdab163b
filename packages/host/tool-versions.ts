import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { fileStamp } from '@nimbus/edited-file/file-stamp'
import type { programVersion } from '@nimbus/exec'
import { NimbusError, type Program } from '@nimbus/kernel'
import type { ServicePrograms } from './programs.ts'

/** What programs said, by path: the file that said it, and the version, empty where it said none. */
type Said = Record<string, { stamp: string; version: string }>

const saidBefore = (path: string): Said => {
  try {
    const said: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return said !== null && typeof said === 'object' ? (said as Said) : {}
  } catch {
    // Not there yet, or no JSON: it can be made again.
    return {}
  }
}

/** Whether a file may be a script: one in place of a program chooses a version by the folder it is started in. */
const maybeScript = (path: string): boolean => {
  const start = Buffer.alloc(2)
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    readSync(file, start)
  } catch {
    // A program may be for starting and not for reading.
    return true
  } finally {
    if (file !== undefined) closeSync(file)
  }
  return start.toString() === '#!'
}

/**
 * Versions of programs by name, of those that are here and say one.
 *
 * To ask a program is to start it, so what a file once said is remembered for all processes of the home, until the file
 * is another one. What a version manager puts in place of a program is of no version.
 */
export const createToolVersions = (
  loadServices: () => Promise<readonly ServicePrograms[]>,
  env: Readonly<Record<string, string | undefined>>,
  remembered: string,
  ask?: typeof programVersion,
) => {
  let programs: Promise<ReadonlyMap<string, Program>> | undefined
  const byName = async () => {
    const services = await loadServices()
    return new Map(services.flatMap((service) => service.programs.map((each) => [each.name, each] as const)))
  }

  return async (names: readonly string[]): Promise<Readonly<Record<string, string>>> => {
    if (names.length === 0) return {}
    // What runs programs is loaded when the first is asked for: most commands ask for none.
    const exec = await import('@nimbus/exec')
    programs ??= byName()
    const known = await programs
    const before = saidBefore(remembered)
    const now: Said = { ...before }
    const found = await Promise.all(
      [...new Set(names)].sort().map(async (name): Promise<[string, string]> => {
        const program = known.get(name)
        const path = program && exec.findProgram(program, env)
        const stamp = path && fileStamp(path)?.stamp
        if (!program || !path || !stamp || maybeScript(path)) return [name, '']
        const said = before[path]
        const version =
          said?.stamp === stamp ? said.version : ((await (ask ?? exec.programVersion)(program, env)) ?? '')
        now[path] = { stamp, version }
        return [name, version]
      }),
    )
    if (JSON.stringify(now) !== JSON.stringify(before)) await remember(remembered, now)
    return Object.fromEntries(found.filter(([, version]) => version !== ''))
  }
}

const remember = async (path: string, said: Said): Promise<void> => {
  const { replaceFile } = await import('@nimbus/edited-file')
  try {
    replaceFile({ path, shown: path }, JSON.stringify(said), 'only-owner')
  } catch (thrown) {
    // Without room for it the programs are asked again the next time.
    if (!(thrown instanceof NimbusError)) throw thrown
  }
}
