import type { Interruption, ManagedProcess, Resource } from '@nimbus/kernel'

/** A process as others can recognise it: pids come round again, the four together do not. */
export interface ProcessIdentity {
  /** The host's name and, where there are such, the process namespace. */
  host: string
  bootId: string
  pid: number
  /** In the unit of the platform; only compared. */
  startTime: string
}

/** The process on this host that has a pid now, or undefined when none does. */
export type Identify = (pid: number) => ProcessIdentity | undefined

/** A managed process as it is stored. */
export interface ProcessRecord extends Resource {
  detail: {
    name: string
    /** Unlike that of any other start, so that one start is never taken for another. */
    instance: string
    program: string
    log: string
    /** Who starts it; asked about as long as there is no process. */
    starter: ProcessIdentity
    /** Absent between the registration and the start. */
    process?: ProcessIdentity
    /** How to stop it, because whoever does has only this record. */
    stop: Interruption
  }
}

/** The record in a resource. */
export const recordIn = (resource: Resource): ProcessRecord =>
  // Resources of kind `process` are written by managed processes alone.
  resource as ProcessRecord

/** Whether a recorded process still is the one that has its pid. */
const standing = (recorded: ProcessIdentity, identify: Identify): 'alive' | 'gone' | 'unknown' => {
  if (recorded.host !== identify(process.pid)?.host) return 'unknown'
  const found = identify(recorded.pid)
  return found?.bootId === recorded.bootId && found.startTime === recorded.startTime ? 'alive' : 'gone'
}

/** Whether a record has a process, and it is running. */
export const isAlive = ({ detail }: ProcessRecord, identify: Identify): boolean =>
  detail.process !== undefined && standing(detail.process, identify) === 'alive'

/** What is true of a record now: the recorded state, unless its process, or who was to start it, is not there. */
export const stateOf = ({ state, detail }: ProcessRecord, identify: Identify): string => {
  const found = standing(detail.process ?? detail.starter, identify)
  if (found === 'alive') return state
  return found === 'gone' ? 'ended' : 'unknown'
}

/** A record as its service sees it. */
export const shown = (record: ProcessRecord, identify: Identify): ManagedProcess => {
  const { uri, owner, address, updatedAt, detail } = record
  return {
    name: detail.name,
    uri,
    owner,
    state: stateOf(record, identify),
    ...(address === undefined ? {} : { address }),
    ...(detail.process ? { pid: detail.process.pid } : {}),
    log: detail.log,
    updatedAt,
  }
}
