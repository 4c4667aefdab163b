import { cancelled, failed } from '@nimbus/kernel'
import type { ProcessCall } from './managed-process.ts'
import { endGroup, signal as send } from './process-group.ts'
import { type Identify, isAlive, type ProcessRecord, stateOf } from './process-record.ts'

const pollMs = 25

/** Asks a process to stop; resolves when it has, or when it sets its own pace and nobody waits any more. */
export const endProcess = async (record: ProcessRecord, identify: Identify, signal: AbortSignal): Promise<void> => {
  const { process, stop } = record.detail
  if (process === undefined || !isAlive(record, identify)) return
  if (stop.to === 'group') return endGroup(process.pid, stop.graceMs)
  send(process.pid, 'SIGINT')
  while (isAlive(record, identify) && !signal.aborted) await Bun.sleep(pollMs)
}

/** Stops a process and forgets it, as the port `processes` says. */
export const stopProcess = async ({ settings, records, signal }: ProcessCall, name: string): Promise<boolean> => {
  const { identify } = settings
  const record = await records.get(name)
  if (!record) return false
  const state = stateOf(record, identify)
  if (state === 'unknown')
    throw failed('process-elsewhere', `${name} was started on another host`, {
      at: record.detail.process?.host,
      next: 'stop it there',
    })
  if (state === 'starting' && !record.detail.process)
    throw failed('process-busy', `${name} is just being started`, { next: 'try again in a moment' })
  await endProcess(record, identify, signal)
  if (isAlive(record, identify)) throw cancelled('cancelled', `${name} was asked to stop and is still finishing`)
  const last = await records.get(name)
  // Its starter may have found it ready meanwhile, and somebody may have started it anew.
  if (last?.detail.instance === record.detail.instance) await records.forget(last)
  return state !== 'ended'
}
