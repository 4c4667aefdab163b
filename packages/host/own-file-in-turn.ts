import { join } from 'node:path'
import { NimbusError } from '@nimbus/kernel'
import type { Home } from './home.ts'
import { notWritten } from './yaml-file.ts'

/**
 * Changes a file of the home while no other call does. Who reads it, edits what was read and puts that in its place would
 * otherwise take away what somebody else wrote in between.
 */
export const ownFileInTurn = async <T>(home: Home, path: string, change: () => Promise<T>): Promise<T> => {
  const { inTurn } = await import('@nimbus/turns')
  // A change takes milliseconds, and the lock of whoever is killed in it goes with the process.
  const turn = { lock: join(home.cache, 'own-files.lock'), signal: new AbortController().signal, waiting: () => {} }
  try {
    return await inTurn(turn, change)
  } catch (thrown) {
    throw thrown instanceof NimbusError ? thrown : notWritten(path, thrown)
  }
}
