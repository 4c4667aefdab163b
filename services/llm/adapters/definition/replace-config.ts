import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { failed } from '@nimbus/kernel/define'

/**
 * Replaces a file of configuration at once, or with undefined removes it: whoever reads sees the old one or the new
 * one. It keeps its permissions; a new one is for its owner alone, because keys may be in it.
 */
export const replaceConfig = (path: string, shown: string, text: string | undefined): void => {
  const temporary = `${path}.${process.pid}.${crypto.randomUUID().slice(0, 8)}`
  try {
    if (text === undefined) {
      rmSync(path, { force: true })
      return
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600
    writeFileSync(temporary, text, { mode: mode & 0o777, flush: true })
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw failed('write-failed', `${shown} was not written`, {
      at: shown,
      why: cause instanceof Error ? cause.message : String(cause),
      next: 'make the folder writable, or free some space',
      cause,
    })
  }
}
