import { statSync } from 'node:fs'

const fileAt = (path: string): string | undefined => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && `${found.dev} ${found.ino}`
}

/**
 * Remembers which file lies at a path, and tells whether it still does. A file that was deleted or replaced under a
 * process that has it open takes all that is written, and nobody will ever read it.
 */
export const rememberFile = (path: string): (() => boolean) => {
  const first = fileAt(path)
  return () => fileAt(path) === first
}
