import { isAbsolute, relative } from 'node:path'

/** The URI of a file for policy: `workspace:` and its path inside, else `file:` and its absolute path. */
export const fileResource = (file: string, workspace?: string): string => {
  if (!workspace) return `file:${file}`
  const inner = relative(workspace, file)
  return inner.startsWith('..') || isAbsolute(inner) ? `file:${file}` : `workspace:${inner || '.'}`
}
