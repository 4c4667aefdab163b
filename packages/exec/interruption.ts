import { type Interruption, stopGroup } from '@nimbus/kernel'
import { endGroup, signal } from './process-group.ts'

/** A program that runs, as far as stopping it is concerned. */
export interface Running {
  pid: number
  how: Interruption
}

const alive = new Set<Running>()

/**
 * Stops a program the way it survives it.
 *
 * `group`: the whole group is asked, then ended; resolves when none of it is left. `leader`: the program alone is
 * asked and resolves at once, because it sets its own pace; a second request makes Terraform give up its work.
 */
export const interrupt = async ({ pid, how }: Running): Promise<void> => {
  if (how.to === 'group') return endGroup(pid, how.graceMs)
  signal(pid, 'SIGINT')
}

/** Stops a program whatever it costs, after somebody was asked a second time and said yes. */
export const insist = async ({ pid, how }: Running): Promise<void> => {
  if (how.to === 'leader') signal(pid, 'SIGINT')
  await endGroup(pid, stopGroup.to === 'group' ? stopGroup.graceMs : 0)
}

/** Last chance when this process ends in an orderly way: nothing can be awaited any more. */
const onExit = (): void => {
  for (const { pid, how } of alive) signal(how.to === 'group' ? -pid : pid, how.to === 'group' ? 'SIGKILL' : 'SIGINT')
}

/** Watches a program until `release`: when this process exits before it, the program is stopped. */
export const guard = (running: Running): { release: () => void } => {
  if (alive.size === 0) process.on('exit', onExit)
  alive.add(running)
  return {
    release() {
      alive.delete(running)
      if (alive.size === 0) process.off('exit', onExit)
    },
  }
}
