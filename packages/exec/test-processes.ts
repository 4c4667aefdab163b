import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Interruption,
  type ManagedProcesses,
  newId,
  type Program,
  type Recording,
  stopGroup,
} from '@nimbus/kernel'
import { openStore, processOf, type Store } from '@nimbus/store'
import { createManagedProcesses } from './managed-process.ts'

/** A program by the name of its binary. */
export const program = (binary: string, how: Interruption = stopGroup): Program => ({
  name: binary,
  binaries: [binary],
  override: 'NIMBUS_TEST_PROGRAM',
  version: ['--version'],
  install: `get ${binary} from https://example.com/${binary}`,
  enables: 'tests',
  interrupt: () => how,
})

/** A run that records nothing. */
export const quietRun: Recording = { id: newId('r'), emit: () => undefined }

/** The shell, and arguments with which it says `up` and goes on. */
export const sh = program('sh')
export const forever = ['-c', 'echo up; exec sleep 300']

/** A store of one test's own with the managed processes in it. */
export interface Place extends AsyncDisposable {
  folder: string
  store: Store
  processes: ManagedProcesses
  /** The same, for another service or with another signal. */
  of(service: string, signal?: AbortSignal): ManagedProcesses
  /** Starts another process of ours that starts `web`. */
  starter(how: string): Bun.Subprocess<'pipe', 'pipe', 'inherit'>
}

/** A store of one test's own; what is still running at its end is stopped. */
export const place = async (): Promise<Place> => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-processes-'))
  const clock = { now: () => new Date() }
  const store = await openStore({
    url: join(folder, 'nimbus.db'),
    key: new Uint8Array(32).fill(7),
    checkpoint: join(folder, 'checkpoint'),
    clock,
  })
  const bound = createManagedProcesses({
    env: process.env,
    folder: join(folder, 'processes'),
    resources: store.resources,
    now: clock.now,
    identify: processOf,
  })
  const of = (service: string, signal = new AbortController().signal) => bound(service, 'local', quietRun, signal)
  const processes = of('demo')
  return {
    folder,
    store,
    processes,
    of,
    starter: (how) =>
      Bun.spawn([process.execPath, join(import.meta.dir, 'sample-starter.ts'), folder, how], {
        stdin: 'pipe',
        stdout: 'pipe',
        stderr: 'inherit',
      }),
    async [Symbol.asyncDispose]() {
      for (const { name, state } of await processes.list()) if (state !== 'unknown') await processes.stop(name)
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
