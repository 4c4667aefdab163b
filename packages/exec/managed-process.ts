import type { Ports, Recording, Resources } from '@nimbus/kernel'
import type { Environment } from './find-program.ts'
import { type Identify, shown } from './process-record.ts'
import { type ProcessRecords, processRecords } from './process-records.ts'
import { startProcess } from './start-process.ts'
import { stopProcess } from './stop-process.ts'

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

/** What starting and stopping know of the call that wants it. */
export interface ProcessCall {
  settings: ManagedProcessSettings
  records: ProcessRecords
  service: string
  run: Recording
  signal: AbortSignal
}

/**
 * Processes that may outlive the run and the process that started them.
 *
 * Each is a resource that is written before there is a process; every change of it is a compare-and-set, so of several
 * who start one name at once one does. The program begins only when its pid is on record (start-gate.ts). A pid is
 * believed, and signalled, only together with its host, boot and start time: a process that only has the same number
 * is left alone. What a program left behind in its group when it ended by itself is not stopped.
 */
export const createManagedProcesses =
  (settings: ManagedProcessSettings): Ports['processes'] =>
  (service, tenant, run, signal) => {
    const { identify, now } = settings
    const records = processRecords(settings.resources(tenant), { service, owner: run.id, now })
    const call: ProcessCall = { settings, records, service, run, signal }
    return {
      start: (...asked) => startProcess(call, ...asked),
      stop: (name) => stopProcess(call, name),
      async get(name) {
        const record = await records.get(name)
        return record && shown(record, identify)
      },
      list: async () => (await records.list()).map((record) => shown(record, identify)),
    }
  }
