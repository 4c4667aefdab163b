import { isAbsolute, relative, sep } from 'node:path'

/** A file's path from the workspace root, `.` for the root itself; absolute when it lies outside. */
export const shownPath = (file: string, workspace: string): string => {
  const inner = relative(workspace, file)
  const outside = inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner)
  return outside ? file : inner || '.'
}

/** The URI of a file for policy: `workspace:` and its path inside, else `file:` and its absolute path. */
export const fileResource = (file: string, workspace?: string): string => {
  if (!workspace) return `file:${file}`
  const shown = shownPath(file, workspace)
  return isAbsolute(shown) ? `file:${shown}` : `workspace:${shown}`
}
