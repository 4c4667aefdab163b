import { join } from 'node:path'
import { cancelled, failed, invalid, type ManagedProcess, type ManagedProcesses } from '@nimbus/kernel'
import { minimalEnvironment } from './environment.ts'
import { findProgram } from './find-program.ts'
import type { ProcessCall } from './managed-process.ts'
import { isAlive, type ProcessIdentity, type ProcessRecord, shown, stateOf } from './process-record.ts'
import { requireFreePort, untilReady } from './readiness.ts'
import { programMissing, requireDirectory } from './spawn-error.ts'
import { type StartGate, startGate } from './start-gate.ts'
import { endProcess } from './stop-process.ts'

/** A start as it was asked for. */
type Asked = Parameters<ManagedProcesses['start']>

const requireName = (name: string): void => {
  if (/^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)) return
  throw invalid('invalid-name', `${JSON.stringify(name)} is no name for a process`, {
    next: 'use up to 63 lower-case letters, digits, dots, dashes and underscores, the first a letter or digit',
  })
}

const alreadyRunning = (name: string, found?: ManagedProcess) =>
  failed('already-running', `${name} is running already, or just being started`, {
    at: found?.address ?? found?.uri,
    why: found?.state === 'unknown' ? 'it was started on another host, and only that one can tell' : undefined,
    next: 'use it as it is, or stop it first',
  })

const starterOf = ({ identify }: ProcessCall['settings']): ProcessIdentity => {
  const starter = identify(process.pid)
  if (starter) return starter
  throw new Error('this process cannot be found among the running ones')
}

/** Writes that a process is being started, before there is one. Raises `already-running` (exit 1). */
const register = async (
  { service, settings, records }: ProcessCall,
  [program, argv, { name, address, ready }]: Asked,
): Promise<ProcessRecord> => {
  const { folder, identify } = settings
  const starter = starterOf(settings)
  const previous = await records.get(name)
  if (previous && stateOf(previous, identify) !== 'ended') throw alreadyRunning(name, shown(previous, identify))
  if (ready && 'port' in ready) await requireFreePort(ready.port)
  const instance = crypto.randomUUID()
  const log = join(folder, `${service}.${name}.${instance}.log`)
  const detail = { name, instance, program: program.name, log, starter, stop: program.interrupt(argv) }
  const record = await records.begin(previous, { ...(address === undefined ? {} : { address }), detail })
  if (!record) throw alreadyRunning(name)
  return record
}

/** Starts a program that goes on by itself, as the port `processes` says; it begins only when its pid is on record. */
export const startProcess = async (call: ProcessCall, ...asked: Asked): Promise<ManagedProcess> => {
  const { settings, records, run, signal } = call
  const { env, identify } = settings
  const [program, argv, { name, cwd, env: added, address, ready }] = asked
  requireName(name)
  if (signal.aborted) throw cancelled('cancelled', 'The call was cancelled')
  const path = findProgram(program, { ...env, ...added })
  if (!path) throw programMissing(program, env)
  if (cwd) requireDirectory(cwd)

  let record = await register(call, asked)
  let gate: StartGate | undefined
  try {
    run.emit('program', { name: program.name, argv, cwd })
    const own = minimalEnvironment(env, added, program.environment)
    gate = startGate({ program, path, argv, env: own, cwd, log: record.detail.log })
    const spawned = identify(gate.pid)
    if (!spawned) throw failed('process-ended', `${name} ended before it was started`)
    record = await records.change(record, {
      state: ready ? 'starting' : 'running',
      detail: { ...record.detail, process: spawned },
    })
    await gate.open()
    if (!ready) return shown(record, identify)
    const alive = () => isAlive(record, identify)
    const found = await untilReady(name, ready, { log: record.detail.log, signal, alive })
    record = await records.change(record, { state: 'running', ...found, ...(address === undefined ? {} : { address }) })
    return shown(record, identify)
  } catch (thrown) {
    await gate?.close()
    await endProcess(record, identify, signal)
    if (!isAlive(record, identify)) await records.forget(record)
    throw thrown
  }
}
