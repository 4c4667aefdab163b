import { join } from 'node:path'
import type { Context } from '@nimbus/kernel/define'
import { inTurn } from '@nimbus/turns'

/**
 * Does an init while no other init of this home runs.
 *
 * Two that fetch a provider into one plugin cache disturb each other, seen as "failed to create directory … file
 * exists" (https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache warns of it).
 */
export const initInTurn = <T>(
  { cache, signal, progress }: Pick<Context, 'cache' | 'signal' | 'progress'>,
  init: () => Promise<T>,
): Promise<T> =>
  inTurn({ lock: join(cache, 'init.lock'), signal, waiting: () => progress('waiting for another init to end') }, init)
