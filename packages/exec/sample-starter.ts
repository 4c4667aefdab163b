import { openStore, processOf } from '@nimbus/store'
import { createManagedProcesses } from './managed-process.ts'
import { program, quietRun } from './test-processes.ts'

/**
 * A process of the tests that starts a managed one: `sample-starter.ts <folder> <how>`.
 *
 * `and-ends`: starts it, prints its pid and ends. `killed-registered`, `killed-spawned`: is killed, as if by the
 * system, after the record was written, or when the process is on record and has not begun. `race`: waits for a
 * line on its input, starts it and prints what came of it.
 */
const [folder = '', how = ''] = process.argv.slice(2)

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('killed')
}

const clock = { now: () => new Date() }
const store = await openStore({
  url: `${folder}/nimbus.db`,
  key: new Uint8Array(32).fill(7),
  checkpoint: `${folder}/checkpoint`,
  clock,
})
const resources = store.resources('local')
const processes = createManagedProcesses({
  env: process.env,
  folder: `${folder}/processes`,
  now: clock.now,
  identify: processOf,
  resources: () => ({
    ...resources,
    async replace(from, to) {
      const done = await resources.replace(from, to)
      if (how === (from ? 'killed-spawned' : 'killed-registered')) die()
      return done
    },
  }),
})('demo', 'local', quietRun, new AbortController().signal)

if (how === 'race') {
  console.log('ready')
  await console[Symbol.asyncIterator]().next()
}
try {
  const { pid } = await processes.start(program('sh'), ['-c', 'echo up; touch began; exec sleep 300'], {
    name: 'web',
    cwd: folder,
  })
  console.log(pid)
} catch (thrown) {
  if (!(thrown instanceof Error && 'data' in thrown)) throw thrown
  console.log(JSON.stringify(thrown.data))
}
await store.close()
