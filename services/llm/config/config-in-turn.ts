import { join } from 'node:path'
import type { Context } from '@nimbus/kernel/define'
import { inTurn } from '@nimbus/turns'

/**
 * Changes a file of configuration while no other call of this home does. Who reads it, edits what was read and puts that
 * in its place would otherwise take away what somebody else wrote in between.
 */
export const configInTurn = <T>(
  { cache, signal, progress }: Pick<Context, 'cache' | 'signal' | 'progress'>,
  change: () => Promise<T>,
): Promise<T> => {
  const waiting = () => progress('waiting for another change of the configuration to end')
  return inTurn({ lock: join(cache, 'config.lock'), signal, waiting }, change)
}
