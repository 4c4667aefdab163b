import { rmSync } from 'node:fs'
import { failed, type Resources } from '@nimbus/kernel'
import { type ProcessRecord, recordIn } from './process-record.ts'

const kind = 'process'

/** The records of one service's processes. Every change of one is a compare-and-set. */
export interface ProcessRecords {
  get(name: string): Promise<ProcessRecord | undefined>
  list(): Promise<ProcessRecord[]>
  /** Begins a record in the place of the previous one; undefined when somebody else was faster. */
  begin(
    previous: ProcessRecord | undefined,
    first: Pick<ProcessRecord, 'address' | 'detail'>,
  ): Promise<ProcessRecord | undefined>
  /** Raises `process-ended` (exit 1) when somebody has changed it meanwhile. */
  change(from: ProcessRecord, changes: Partial<ProcessRecord>): Promise<ProcessRecord>
  /** Removes a record that nobody changed meanwhile, and its log. */
  forget(record: ProcessRecord): Promise<void>
}

/** The records of a service's processes; those that are begun belong to the run `owner`. */
export const processRecords = (
  resources: Resources,
  { service, owner, now }: { service: string; owner: string; now: () => Date },
): ProcessRecords => {
  const uriOf = (name: string): string => `${kind}:${service}/${name}`
  return {
    async get(name) {
      const found = await resources.get(uriOf(name))
      return found && recordIn(found)
    },
    async list() {
      const all = await resources.list(kind)
      return all.filter(({ uri }) => uri.startsWith(uriOf(''))).map(recordIn)
    },
    async begin(previous, first) {
      const uri = uriOf(first.detail.name)
      const record: ProcessRecord = { uri, kind, owner, state: 'starting', ...first, updatedAt: now().toISOString() }
      if (!(await resources.replace(previous, record))) return undefined
      if (previous) rmSync(previous.detail.log, { force: true })
      return record
    },
    async change(from, changes) {
      const to = { ...from, ...changes, updatedAt: now().toISOString() }
      if (await resources.replace(from, to)) return to
      throw failed('process-ended', `${from.detail.name} was stopped while it was starting`)
    },
    async forget(record) {
      if (await resources.delete(record.uri, record)) rmSync(record.detail.log, { force: true })
    },
  }
}
