import { createHash, randomUUID } from 'node:crypto'
import { readdir, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** Short whatever the file is called. Pids mean nothing on another host, which may share the file system. */
const prefixOf = (file: string): string => `.nimbus-${shortHash(basename(file))}-${shortHash(hostname())}-`

/** A name beside a file for what is to take its place, which says whose it is. */
export const temporaryName = (file: string): string => `${prefixOf(file)}${process.pid}-${randomUUID().slice(0, 8)}.tmp`

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // EPERM: somebody else's, and alive.
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')
  }
}

const ignoreAbsent = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error
}

/** Removes what processes of this host that were killed in the middle of writing a file have left beside it. */
export const sweepLeftovers = async (file: string): Promise<void> => {
  const directory = dirname(file)
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException): string[] => {
    // Where nothing can be listed there is nothing to find; whether it can be written to shows when it is written.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(error.code ?? '')) return []
    throw error
  })
  const prefix = prefixOf(file)
  const left = names.filter((name) => {
    const pid = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{8}\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined
    return pid !== undefined && Number(pid) !== process.pid && !isAlive(Number(pid))
  })
  for (const name of left) await unlink(join(directory, name)).catch(ignoreAbsent)
}
