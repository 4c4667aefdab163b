import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { cancelled, failed, invalid, type ManagedProcess, type Ports, type Resources } from '@nimbus/kernel'
import { minimalEnvironment } from './environment.ts'
import { type Environment, findProgram } from './find-program.ts'
import { endGroup, signal as send } from './process-group.ts'
import { type Identify, type ProcessRecord, recordIn, shown, standing, stateOf } from './process-record.ts'
import { requireFreePort, untilReady } from './readiness.ts'
import { programMissing, requireDirectory } from './spawn-error.ts'
import { type StartGate, startGate } from './start-gate.ts'

/** What managed processes need from outside. */
export interface ManagedProcessSettings {
  /** The variables of this process; programs get only a listed part of them. */
  env: Environment
  /** Takes the logs, as files of mode 0600. */
  folder: string
  resources: (tenant: string) => Resources
  now: () => Date
  identify: Identify
}

const kind = 'process'
const pollMs = 25

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

/**
 * Processes that may outlive the run and the process that started them.
 *
 * Each is a resource that is written before there is a process; every change of it is a compare-and-set, so of several
 * who start one name at once one does. The program begins only when its pid is on record (start-gate.ts). A pid is
 * believed, and signalled, only together with its host, boot and start time: a process that only has the same number
 * is left alone. What a program left behind in its group when it ended by itself is not stopped.
 */
export const createManagedProcesses = (settings: ManagedProcessSettings): Ports['processes'] => {
  const { env, folder, now, identify } = settings
  const alive = ({ detail }: ProcessRecord): boolean =>
    detail.process !== undefined && standing(detail.process, identify) === 'alive'

  /** Asks a process to stop; resolves when it has, or when it sets its own pace and nobody waits any more. */
  const end = async (record: ProcessRecord, signal: AbortSignal): Promise<void> => {
    const { process, stop } = record.detail
    if (process === undefined || !alive(record)) return
    if (stop.to === 'group') return endGroup(process.pid, stop.graceMs)
    send(process.pid, 'SIGINT')
    while (alive(record) && !signal.aborted) await Bun.sleep(pollMs)
  }

  return (service, tenant, run, signal) => {
    const resources = settings.resources(tenant)
    const uriOf = (name: string): string => `${kind}:${service}/${name}`

    const forget = async (record: ProcessRecord): Promise<void> => {
      if (await resources.delete(record.uri, record)) rmSync(record.detail.log, { force: true })
    }

    const read = async (name: string): Promise<ProcessRecord | undefined> => {
      const found = await resources.get(uriOf(name))
      return found && recordIn(found)
    }

    const change = async (from: ProcessRecord, changes: Partial<ProcessRecord>): Promise<ProcessRecord> => {
      const to = { ...from, ...changes, updatedAt: now().toISOString() }
      if (await resources.replace(from, to)) return to
      throw failed('process-ended', `${from.detail.name} was stopped while it was starting`)
    }

    return {
      async start(program, argv, { name, cwd, env: added, address, ready }) {
        requireName(name)
        if (signal.aborted) throw cancelled('cancelled', 'The call was cancelled')
        const path = findProgram(program, { ...env, ...added })
        if (!path) throw programMissing(program, env)
        if (cwd) requireDirectory(cwd)
        const starter = identify(process.pid)
        if (!starter) throw new Error('this process cannot be found among the running ones')

        const previous = await read(name)
        if (previous && stateOf(previous, identify) !== 'ended') throw alreadyRunning(name, shown(previous, identify))
        if (ready && 'port' in ready) await requireFreePort(ready.port)
        const instance = crypto.randomUUID()
        const log = join(folder, `${service}.${name}.${instance}.log`)
        let record: ProcessRecord = {
          uri: uriOf(name),
          kind,
          owner: run.id,
          state: 'starting',
          ...(address === undefined ? {} : { address }),
          detail: { name, instance, program: program.name, log, starter, stop: program.interrupt(argv) },
          updatedAt: now().toISOString(),
        }
        if (!(await resources.replace(previous, record))) throw alreadyRunning(name)
        if (previous) rmSync(previous.detail.log, { force: true })

        let gate: StartGate | undefined
        try {
          run.emit('program', { name: program.name, argv, cwd })
          const own = minimalEnvironment(env, added, program.environment)
          gate = startGate({ program, path, argv, env: own, cwd, log })
          const spawned = identify(gate.pid)
          if (!spawned) throw failed('process-ended', `${name} ended before it was started`)
          record = await change(record, {
            state: ready ? 'starting' : 'running',
            detail: { ...record.detail, process: spawned },
          })
          await gate.open()
          if (!ready) return shown(record, identify)
          const found = await untilReady(name, ready, { log, signal, alive: () => alive(record) })
          record = await change(record, { state: 'running', ...found, ...(address === undefined ? {} : { address }) })
          return shown(record, identify)
        } catch (thrown) {
          await gate?.close()
          await end(record, signal)
          if (!alive(record)) await forget(record)
          throw thrown
        }
      },

      async stop(name) {
        const record = await read(name)
        if (!record) return false
        const state = stateOf(record, identify)
        if (state === 'unknown')
          throw failed('process-elsewhere', `${name} was started on another host`, {
            at: record.detail.process?.host,
            next: 'stop it there',
          })
        if (state === 'starting' && !record.detail.process)
          throw failed('process-busy', `${name} is just being started`, { next: 'try again in a moment' })
        await end(record, signal)
        if (alive(record)) throw cancelled('cancelled', `${name} was asked to stop and is still finishing`)
        const last = await read(name)
        // Its starter may have found it ready meanwhile, and somebody may have started it anew.
        if (last?.detail.instance === record.detail.instance) await forget(last)
        return state !== 'ended'
      },

      async get(name) {
        const record = await read(name)
        return record && shown(record, identify)
      },

      async list() {
        const all = await resources.list(kind)
        const own = all.filter(({ uri }) => uri.startsWith(uriOf('')))
        return own.map((each) => shown(recordIn(each), identify))
      },
    }
  }
}
