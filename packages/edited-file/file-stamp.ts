import { statSync } from 'node:fs'

/** What tells one state of a file or folder from another, with what reading it needs to know; undefined when there is none. */
export const fileStamp = (path: string): { stamp: string; size: number; isFile: boolean } | undefined => {
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status) return undefined
  const { ino, mtimeMs, size } = status
  return { stamp: `${ino} ${mtimeMs} ${size}`, size, isFile: status.isFile() }
}
