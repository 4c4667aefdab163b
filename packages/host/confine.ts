import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { type Confined, invalid } from '@nimbus/kernel'

/** The real path of the deepest part that exists, with the rest as it was written. */
const followed = (path: string): string => {
  try {
    const real = realpathSync(path)
    // `/dev/stdin` may lead to a pipe or a socket, whose name would count as a place in the current directory.
    if (isAbsolute(real)) return real
    throw invalid('invalid-path', `${path} is no file or directory`, {
      at: path,
      why: `it leads to ${real}`,
      next: 'name a file',
    })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error.code !== 'ENOENT') throw error
    // A dangling link would let a later write land wherever it points.
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
      throw invalid('dangling-link', `${path} is a symbolic link to nothing`, { at: path, next: 'remove the link' })
    const parent = dirname(path)
    return parent === path ? path : join(followed(parent), basename(path))
  }
}

/** Follows a path's links and says whether it ends inside the workspace. Raises `invalid-path` (exit 2). */
export const confine = (path: string, base: string, workspace: string): Confined => {
  if (path.includes('\0'))
    throw invalid('invalid-path', 'A path may not contain a NUL character', { next: 'leave it out' })
  let absolute: string
  try {
    absolute = followed(isAbsolute(path) ? resolve(path) : resolve(base, path))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && cause.code !== 'invalid')
      throw invalid('invalid-path', `${path} cannot be followed`, {
        at: path,
        why: cause.code === 'ENOTDIR' ? 'a part of it is a file, and not a folder' : cause.message,
        next: 'name a place that can be reached',
        cause,
      })
    throw cause
  }
  const inner = relative(workspace, absolute)
  const inside = inner === '' || (!inner.startsWith(`..${sep}`) && inner !== '..' && !isAbsolute(inner))
  return { absolute, shown: inside ? inner || '.' : absolute, inside }
}
