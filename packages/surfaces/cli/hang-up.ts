import { readFileSync } from 'node:fs'

/** The bit of SIGHUP, the first signal. */
const hangUp = 1n

/**
 * Whether the end of its terminal ends this process. Not where it was started to outlive it, with `nohup`, which has
 * the signal ignored: listening to it would undo that. Only Linux tells; elsewhere the signal is left as it is.
 */
const endsWithTerminal = (): boolean => {
  try {
    const ignored = /^SigIgn:\s*([\da-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return ignored !== undefined && (BigInt(`0x${ignored}`) & hangUp) === 0n
  } catch {
    return false
  }
}

/** Listens for the end of the terminal, where that is to end this process; gives what stops listening. */
export const onHangUp = (act: () => void): (() => void) => {
  if (!endsWithTerminal()) return () => {}
  process.on('SIGHUP', act)
  return () => void process.off('SIGHUP', act)
}
