import { isAbsolute, relative, sep } from 'node:path'

/** Whether a path is a directory or lies in it. Both absolute. */
export const isWithin = (path: string, directory: string): boolean => {
  const inner = relative(directory, path)
  return inner === '' || (inner !== '..' && !inner.startsWith(`..${sep}`) && !isAbsolute(inner))
}

/** A path from the workspace root, `.` for the root itself; absolute when it lies outside. */
export const shownPath = (path: string, workspace: string): string =>
  isWithin(path, workspace) ? relative(workspace, path) || '.' : path

/** The URI of something in a repository: a branch, `HEAD`, a stash, or the entry of a file in the index. */
export const gitResource = (shown: string, what: string): string => `git:${shown}#${what}`

/** The URI of a file in the working tree, the same as other services give it, so that one rule covers all. */
export const treeResource = (file: string, workspace: string): string =>
  isWithin(file, workspace) ? `workspace:${relative(workspace, file)}` : `file:${file}`
