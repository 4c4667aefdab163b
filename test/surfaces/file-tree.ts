import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Every file, link and directory below one, with its mode and what it holds. */
export const snapshot = async (root: string, leaveOut: (path: string) => boolean = () => false): Promise<string[]> => {
  const names = await readdir(root, { recursive: true })
  const lines = await Promise.all(
    names
      .filter((name) => !leaveOut(name))
      .map(async (name) => {
        const path = join(root, name)
        const status = await lstat(path)
        const mode = status.mode.toString(8)
        if (status.isSymbolicLink()) return `${name} ${mode} -> ${await readlink(path)}`
        if (!status.isFile()) return `${name} ${mode}`
        return `${name} ${mode} ${createHash('sha256')
          .update(await readFile(path))
          .digest('hex')}`
      }),
  )
  return lines.sort()
}
