import { join } from 'node:path'
import { NimbusError } from '@nimbus/kernel'
import type { Home } from './home.ts'

/**
 * Changes a file of the home while no other call does: who reads it, edits what was read and puts that in its place would
 * otherwise take away what somebody else wrote in between. People keep their configuration elsewhere and link to it, so a
 * link stays one.
 *
 * `after` gives the text that the file is to have, or undefined to leave it. Says whether it was written; raises
 * `write-failed` (exit 1) beside what `after` raises.
 */
export const changeOwnFile = async (
  home: Home,
  path: string,
  after: () => Promise<string | undefined>,
): Promise<boolean> => {
  const [{ inTurn }, { notWritten, replaceFile }, { realPlace }] = await Promise.all([
    import('@nimbus/turns'),
    import('@nimbus/edited-file'),
    import('@nimbus/edited-file/real-place'),
  ])
  // A change takes milliseconds, and the lock of whoever is killed in it goes with the process.
  const turn = { lock: join(home.cache, 'own-files.lock'), signal: new AbortController().signal, waiting: () => {} }
  try {
    return await inTurn(turn, async () => {
      const text = await after()
      if (text === undefined) return false
      replaceFile({ path: realPlace(path), shown: path }, text, 'only-owner')
      return true
    })
  } catch (thrown) {
    throw thrown instanceof NimbusError ? thrown : notWritten(path, thrown)
  }
}
